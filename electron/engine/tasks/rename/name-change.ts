import { extensionOf } from '../../../../shared/model/path-template.ts'
import { EngineError } from '../../errors.ts'

export interface NameChange {
  readonly find: string
  readonly replace: string
  readonly regularExpression: boolean
  readonly ignoreCase: boolean
  readonly part: 'name' | 'extension' | 'both'
  readonly letterCase: 'keep' | 'lower' | 'upper' | 'title'
}

/**
 * Makes the function that changes a base name. Without its dot an extension is nothing to find in.
 * @throws EngineError INVALID_PARAMETERS
 */
export function createNameChange(change: NameChange): (name: string) => string {
  const { replace, regularExpression, part, letterCase } = change
  const pattern = requirePattern(change)
  function changed(text: string): string {
    if (pattern === null) return withLetterCase(text, letterCase)
    const replaced = regularExpression ? text.replace(pattern, replace) : text.replace(pattern, () => replace)
    return withLetterCase(replaced, letterCase)
  }
  return (name) => {
    if (part === 'both') return changed(name)
    const extension = extensionOf(name, '')
    const stem = name.slice(0, name.length - extension.length)
    if (part === 'name') return changed(stem) + extension
    if (extension === '') return name
    const other = changed(extension.slice(1))
    return other === '' ? stem : `${stem}.${other}`
  }
}

/**
 * What is to be found; null for nothing.
 * @throws EngineError INVALID_PARAMETERS that says what is wrong with the regular expression
 */
export function requirePattern({ find, regularExpression, ignoreCase }: NameChange): RegExp | null {
  if (find === '') return null
  const flags = ignoreCase ? 'giu' : 'gu'
  try {
    return new RegExp(regularExpression ? find : RegExp.escape(find), flags)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError('INVALID_PARAMETERS', `What is to be found is no regular expression. ${reason}.`, {
      data: { task: 'rename', parameter: 'find' },
    })
  }
}

function withLetterCase(text: string, letterCase: NameChange['letterCase']): string {
  switch (letterCase) {
    case 'keep':
      return text
    case 'lower':
      return text.toLowerCase()
    case 'upper':
      return text.toUpperCase()
    case 'title':
      return text.toLowerCase().replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase())
  }
}
