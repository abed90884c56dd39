import type * as amaroModule from 'amaro'
import { createRequire } from 'node:module'
import { z } from 'zod'

/** Where a text is not what it should be. Lines and columns count from 1. */
export class ScriptSyntaxError extends Error {
  override readonly name = 'ScriptSyntaxError'
  readonly line: number
  readonly column: number

  constructor(message: string, line: number, column: number, options?: ErrorOptions) {
    super(message, options)
    this.line = line
    this.column = column
  }
}

type Amaro = typeof amaroModule

const requirePackage = createRequire(import.meta.url)

/** Loaded when it is needed first, because it takes memory and time, and in most workers it never is. */
function amaro(): Amaro {
  loaded ??= z.custom<Amaro>().parse(requirePackage('amaro'))
  return loaded
}
let loaded: Amaro | null = null

const faultSchema = z.object({ message: z.string(), startLine: z.number(), startColumn: z.number() })

/**
 * JavaScript of TypeScript: every type becomes blanks, so that lines and columns stay what they were. JavaScript stays as
 * it is.
 * @throws ScriptSyntaxError
 */
export function stripTypes(text: string, fileName: string): string {
  try {
    return amaro().transformSync(text, { mode: 'strip-only', filename: fileName }).code
  } catch (error) {
    const fault = faultSchema.safeParse(error)
    if (!fault.success) throw error
    const { message, startLine, startColumn } = fault.data
    throw new ScriptSyntaxError(message, startLine, startColumn + 1, { cause: error })
  }
}
