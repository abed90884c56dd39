import { inspect } from 'node:util'

/** A place in a script; lines and columns count from 1. */
export interface ScriptLine {
  readonly line: number
  readonly column: number
}

/** How much of what a script throws is said, in characters. */
const longestMessage = 2_000

/** The first place of the script that is in an error's stack; null where none is, or it is no error. */
export function placeIn(thrown: unknown, url: string): ScriptLine | null {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return null
  const start = thrown.stack.indexOf(`${url}:`)
  const at = start === -1 ? null : /^:(\d+)(?::(\d+))?/u.exec(thrown.stack.slice(start + url.length))
  if (at === null) return null
  return { line: Number(at[1]), column: Number(at[2] ?? 1) }
}

/** What was thrown, in words, whatever it is. */
export function describeThrown(thrown: unknown): string {
  const text =
    thrown instanceof Error
      ? thrown.name === 'Error'
        ? textOf(thrown.message)
        : `${textOf(thrown.name)}: ${textOf(thrown.message)}`
      : `something that is no error was thrown: ${inspect(thrown, { depth: 2, maxStringLength: 200, breakLength: 200 })}`
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text
}

/** The calls that led to an error, as far as they are those of the script and what it uses; empty without any. */
export function scriptStack(thrown: unknown): string {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return ''
  const lines = thrown.stack.split('\n')
  // What comes after the calls of the user's code is how the worker called it.
  const ours = lines.findIndex((line) =>
    /^\s+at .*[/\\]tasks[/\\]script[/\\]|engine-worker|[/\\]script-[\w-]+\.js/u.test(line),
  )
  return lines.slice(0, ours === -1 ? lines.length : ours).join('\n')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value)
}
