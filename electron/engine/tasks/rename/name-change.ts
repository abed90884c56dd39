import { extensionOf } from '../../../../shared/model/path-template.ts'
import { EngineError } from '../../errors.ts'
import { createBoundedReplace } from './bounded-replace.ts'

export interface NameChange {
  readonly find: string
  readonly replace: string
  readonly regularExpression: boolean
  readonly ignoreCase: boolean
  readonly part: 'name' | 'extension' | 'both'
  readonly letterCase: 'keep' | 'lower' | 'upper' | 'title'
}

/**
 * Makes the function that changes a base name. Without its dot an extension is nothing to find in. It answers null for a
 * name on which the regular expression takes too long.
 * @throws EngineError INVALID_PARAMETERS
 */
export function createNameChange(change: NameChange): (name: string) => string | null {
  const { replace, regularExpression, part, letterCase } = change
  const pattern = requirePattern(change)
  const replaced = createReplace(pattern, replace, regularExpression)
  function changed(text: string): string | null {
    const result = replaced(text)
    return result === null ? null : withLetterCase(result, letterCase)
  }
  return (name) => {
    if (part === 'both') return changed(name)
    const extension = extensionOf(name, '')
    const stem = name.slice(0, name.length - extension.length)
    if (part === 'name') {
      const other = changed(stem)
      return other === null ? null : other + extension
    }
    if (extension === '') return name
    const other = changed(extension.slice(1))
    if (other === null) return null
    return other === '' ? stem : `${stem}.${other}`
  }
}

function createReplace(
  pattern: RegExp | null,
  replace: string,
  regularExpression: boolean,
): (text: string) => string | null {
  if (pattern === null) return (text) => text
  if (regularExpression) return createBoundedReplace(pattern, replace)
  return (text) => text.replace(pattern, () => replace)
}

/** What means more than itself in a regular expression. */
const syntax = /[\\^$.*+?()[\]{}|/]/gu

/**
 * What is to be found; null for nothing.
 * @throws EngineError INVALID_PARAMETERS that says what is wrong with the regular expression
 */
export function requirePattern({ find, regularExpression, ignoreCase }: NameChange): RegExp | null {
  if (find === '') return null
  const flags = ignoreCase ? 'giu' : 'gu'
  try {
    return new RegExp(regularExpression ? find : find.replace(syntax, '\\$&'), flags)
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
