import {
  allPlaceholder,
  isKnown,
  refusalBesideAll,
  twiceAll,
  type CommandPiece,
} from './command-line-template.ts'
import type { Read } from './command-line.ts'

/** The shells that may read a command line. */
export const shells = ['sh', 'bash', 'powershell', 'cmd'] as const
export type Shell = (typeof shells)[number]

/**
 * A command line that a shell reads, with a name in the place of each placeholder. The values never become part of the
 * line: the shell is handed them beside it, as `arguments` ("${1}") or in its `environment`, so that nothing in a value is
 * syntax, wherever in the line it stands.
 */
export interface ShellLine {
  /** What the shell reads. */
  readonly script: string
  readonly handedOver: 'arguments' | 'environment'
  /** What the values are, in the order of their numbers; each is one placeholder. */
  readonly values: readonly CommandPiece[]
  /** Whether the arguments are the files of the call (`"$@"`, for {all}); the values are in the environment then. */
  readonly takesAll: boolean
}

/** The variable of the environment in which a value is handed over. Numbers count from 1. */
export function valueVariable(number: number): string {
  return `BATCHYARD_${number}`
}

const candidate = /^\{\{([^{}]*)\}\}|^\{[^{}]*\}/u

/** What may stand before {all} and behind it: it is several words, and so no part of one. */
const beforeAll = /^$|[\s;&|(`]/u
const behindAll = /^$|[\s;&|()<>`]/u

/**
 * Reads a line for a shell. Only what is a placeholder is replaced; other braces are the shell's own, and `{{}}` stands for
 * `{}` where that is meant as text. A placeholder within single quotes is refused, because nothing means anything there.
 * Where there is none, the path becomes the last word.
 * @param variables the names of the user's own placeholders
 */
export function parseShellLine(
  line: string,
  shell: Shell,
  variables: readonly string[] = [],
): Read<ShellLine> {
  if (line.trim() === '') return { ok: false, message: 'is empty. It says what is to be run' }
  // Where the files are the arguments, which is seen only at the end, nothing else can be.
  const read = readLine(line, shell, variables, handedOverBy(shell))
  return read.ok && read.value.takesAll && read.value.handedOver === 'arguments'
    ? readLine(line, shell, variables, 'environment')
    : read
}

function readLine(
  line: string,
  shell: Shell,
  variables: readonly string[],
  handedOver: ShellLine['handedOver'],
): Read<ShellLine> {
  const known = isKnown(variables)
  const names: string[] = []
  const scanner = scanners[shell](handedOver)
  let takesAll = false
  let script = ''
  let index = 0
  while (index < line.length) {
    const match = candidate.exec(line.slice(index))
    const [found = ''] = match ?? []
    const doubled = match?.[1]
    if (doubled !== undefined && known(`{${doubled}}`)) {
      script += `{${doubled}}`
      index += found.length
    } else if (doubled === undefined && known(found) && line.charAt(index - 1) !== '$') {
      const refusal = scanner.refusal
      if (refusal !== null) return { ok: false, message: `has ${found} ${refusal}` }
      index += found.length
      if (found === allPlaceholder) {
        const fault = takesAll ? twiceAll : refusalOfAll(shell, scanner, line, index)
        if (fault !== null) return { ok: false, message: fault }
        takesAll = true
        script += '"$@"'
        continue
      }
      if (!names.includes(found)) names.push(found)
      script += scanner.reference(names.indexOf(found) + 1)
    } else {
      const character = line.charAt(index)
      if (shell === 'cmd' && character === '!') return { ok: false, message: exclamation }
      scanner.take(character, line, index)
      script += character
      index += 1
    }
  }
  if (names.length === 0 && !takesAll) {
    names.push('{}')
    script += ` ${scanner.reference(1)}`
  }
  const values = names.map((name): CommandPiece => ({ kind: 'placeholder', name }))
  const refusal = takesAll ? refusalBesideAll(values) : null
  if (refusal !== null) return { ok: false, message: refusal }
  return { ok: true, value: { script, handedOver, values, takesAll } }
}

/** Why {all} cannot stand before this place of the line; null where it can. */
function refusalOfAll(shell: Shell, { isQuoted }: Scanner, line: string, end: number): string | null {
  if (shell !== 'sh' && shell !== 'bash') {
    return 'has {all}, which PowerShell and cmd cannot be handed. Use it without a shell, or with sh or bash'
  }
  const start = end - allPlaceholder.length
  if (isQuoted) return 'has {all} in quotes. It stands for several words: leave it alone between spaces'
  if (beforeAll.test(line.charAt(start - 1)) && behindAll.test(line.charAt(end))) return null
  return 'has {all} within a word. It stands for several words: leave it alone between spaces'
}

function handedOverBy(shell: Shell): ShellLine['handedOver'] {
  return shell === 'sh' || shell === 'bash' ? 'arguments' : 'environment'
}

const exclamation =
  'has a !, which cmd would take for the name of a variable here. Let PowerShell do it, or a program without a shell'

/** Follows in which quotes a place of the line is. */
interface Scanner {
  /** Why no placeholder may stand here; null where one may. */
  readonly refusal: string | null
  /** Whether this place is within double quotes. */
  readonly isQuoted: boolean
  /** What stands for the value of a number here. */
  reference(number: number): string
  take(character: string, line: string, index: number): void
}

const inSingleQuotes =
  'in single quotes, within which a shell replaces nothing. Take the quotes away: a name stays one word without them'
const inArithmetic = 'in arithmetic, where a shell would calculate what the name says. Take it out of there'

type PosixPlace = 'double' | 'single' | 'ansi' | 'substitution' | 'arithmetic' | 'backquotes' | 'comment'

/** POSIX shells: quotes, and what is nested within double ones. */
function posixScanner(handedOver: ShellLine['handedOver']): Scanner {
  const places: PosixPlace[] = []
  /** Parentheses that were opened within the innermost substitution. */
  let isEscaped = false
  const inner = (): PosixPlace | undefined => places.at(-1)
  return {
    get refusal() {
      if (inner() === 'single' || inner() === 'ansi') return inSingleQuotes
      return places.includes('arithmetic') ? inArithmetic : null
    },
    get isQuoted() {
      return inner() === 'double'
    },
    reference(number) {
      const value = `\${${handedOver === 'arguments' ? number : valueVariable(number)}}`
      return inner() === 'double' ? value : `"${value}"`
    },
    take(character, line, index) {
      const place = inner()
      if (isEscaped) {
        isEscaped = false
      } else if (place === 'single') {
        if (character === "'") places.pop()
      } else if (place === 'comment') {
        if (character === '\n') places.pop()
      } else if (character === '\\') {
        isEscaped = true
      } else if (place === 'ansi') {
        if (character === "'") places.pop()
      } else if (character === '"') {
        if (place === 'double') places.pop()
        else places.push('double')
      } else if (character === '`') {
        if (place === 'backquotes') places.pop()
        else places.push('backquotes')
      } else if (character === '(' && (place !== 'double' || line.charAt(index - 1) === '$')) {
        places.push(line.charAt(index + 1) === '(' || place === 'arithmetic' ? 'arithmetic' : 'substitution')
      } else if (character === ')' && (place === 'substitution' || place === 'arithmetic')) {
        places.pop()
      } else if (place !== 'double' && character === "'") {
        places.push(line.charAt(index - 1) === '$' ? 'ansi' : 'single')
      } else if (place !== 'double' && character === '#' && /^$|[\s;&|()]/u.test(line.charAt(index - 1))) {
        places.push('comment')
      }
    },
  }
}

const singleQuotes = "'\u2018\u2019\u201A\u201B"
const doubleQuotes = '"\u201C\u201D\u201E'

/** PowerShell: typographic quotes are quotes there too. */
function powershellScanner(): Scanner {
  let quoted: 'single' | 'double' | null = null
  let isEscaped = false
  return {
    get refusal() {
      return quoted === 'single' ? inSingleQuotes : null
    },
    get isQuoted() {
      return quoted === 'double'
    },
    reference: (number) => `\${env:${valueVariable(number)}}`,
    take(character) {
      if (isEscaped) isEscaped = false
      else if (character === '`' && quoted !== 'single') isEscaped = true
      else if (singleQuotes.includes(character) && quoted !== 'double')
        quoted = quoted === null ? 'single' : null
      else if (doubleQuotes.includes(character) && quoted !== 'single')
        quoted = quoted === null ? 'double' : null
    },
  }
}

/** cmd: a value is put in after the line was read (`!NAME!`), in double quotes, so that it is one word. */
function cmdScanner(): Scanner {
  let isQuoted = false
  return {
    refusal: null,
    get isQuoted() {
      return isQuoted
    },
    reference: (number) => (isQuoted ? `!${valueVariable(number)}!` : `"!${valueVariable(number)}!"`),
    take(character) {
      if (character === '"') isQuoted = !isQuoted
    },
  }
}

const scanners: Readonly<Record<Shell, (handedOver: ShellLine['handedOver']) => Scanner>> = {
  sh: posixScanner,
  bash: posixScanner,
  powershell: powershellScanner,
  cmd: cmdScanner,
}

/**
 * Why a shell cannot be handed a value, the rest of a sentence that begins with the value; null where it can.
 * @param handedOver how it is handed over. Default: as the shell is handed values without {all}
 */
export function unfitForShell(
  shell: Shell,
  value: string,
  handedOver: ShellLine['handedOver'] = handedOverBy(shell),
): string | null {
  if (value.includes('\0')) return 'has a NUL character'
  if (shell === 'cmd' && /["\r\n]/u.test(value)) {
    return 'has a double quote or a line break, with which cmd would part it into several words'
  }
  if (handedOver === 'environment' && !value.isWellFormed()) {
    return 'is not valid Unicode, which an environment cannot hold'
  }
  return null
}
