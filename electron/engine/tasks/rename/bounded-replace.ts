import { createContext, Script } from 'node:vm'

/** Milliseconds that one name may take. An ordinary pattern takes some thousandths of one. */
const longest = 500

/** How many names may take too long before the pattern is not tried on further ones. */
const patience = 3

/**
 * Makes the function that replaces what a regular expression matches, where somebody's expression may take for ever on
 * some text: it is ended after half a second, and not tried any more when that has happened to three texts. So it holds
 * up its thread for some seconds at most, whatever it is and however many texts there are.
 * @param replacement may hold `$1`, `$<name>` and the like
 * @returns null for a text that takes too long
 */
export function createBoundedReplace(pattern: RegExp, replacement: string): (text: string) => string | null {
  const values = { text: '', pattern, replacement, replaced: '' }
  const context = createContext(values)
  const script = new Script('replaced = text.replace(pattern, replacement)')
  let left = patience
  return (text) => {
    if (left === 0) return null
    values.text = text
    try {
      script.runInContext(context, { timeout: longest })
      return values.replaced
    } catch (error) {
      if (!isTimeout(error)) throw error
      left -= 1
      return null
    }
  }
}

/** Its class may be that of the other context. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  )
}
