import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { EngineError } from '../../errors.ts'
import { compile, syntaxFault } from './compile.ts'
import { exportsSchema, type Declaration } from './declaration.ts'
import { importScript } from './modules.ts'
import { invalidScript } from './invalid-script.ts'
import { ScriptSyntaxError } from './strip-types.ts'
import { placeIn, describeThrown } from './thrown.ts'
import type { ScriptPlace } from './take-in.ts'

/** A script with its place, and its text as JavaScript; null for one that was not compiled yet. */
export interface CompiledScript extends ScriptPlace {
  readonly compiled: string | null
}

/** A script that was loaded: the functions that it exports. */
export interface LoadedScript {
  /** By which its lines are known in stacks. */
  readonly url: string
  readonly declaration: Declaration
  apply(item: unknown, context: unknown): unknown
  init(context: unknown): unknown
  dispose(): unknown
}

const functionSchema = z.custom<(...inputs: readonly unknown[]) => unknown>(
  (value) => typeof value === 'function',
)

/** What is asked of a module besides what it declares. */
const functionsSchema = z.object({
  default: functionSchema,
  init: functionSchema.optional(),
  dispose: functionSchema.optional(),
})

/**
 * Loads a script with all that it imports, and looks at what it exports. Runs the code that stands outside of its
 * functions.
 * @throws EngineError INVALID_PARAMETERS with the line of what is wrong, as far as there is one
 */
export async function loadScript(place: CompiledScript): Promise<LoadedScript> {
  const { file, baseFolder } = place
  const path = file === '' ? join(baseFolder === '' ? resolve('/') : baseFolder, 'script.ts') : file
  const url = pathToFileURL(path).href
  const exported = await importText(place, url)
  const functions = functionsSchema.safeParse({ ...Object(exported) })
  if (!functions.success) throw wrongExport(place, functions.error)
  const declared = exportsSchema.safeParse({ ...Object(exported) })
  if (!declared.success) throw wrongExport(place, declared.error)
  const { default: apply, init, dispose } = functions.data
  const { columns, output } = declared.data
  return {
    url,
    declaration: { columns: columns ?? null, output: output ?? null },
    apply: (item, context) => apply(item, context),
    init: (context) => init?.(context),
    dispose: () => dispose?.(),
  }
}

async function importText(script: CompiledScript, url: string): Promise<unknown> {
  try {
    const code = script.compiled ?? compile(script)
    return await importScript({ url, code, hasFolder: script.file !== '' || script.baseFolder !== '' })
  } catch (error) {
    // One of a module that the script imports.
    if (error instanceof ScriptSyntaxError) throw syntaxFault(script, error)
    const found = placeIn(error, url)
    const at = found === null ? '' : ` at line ${found.line}`
    throw invalidScript(script, `could not be loaded${at}: ${describeThrown(error)}.`, error, found)
  }
}

const expectations: Readonly<Record<string, string>> = {
  default: 'its function for an item: export default async (item, context) => …',
  init: 'a function: export function init(context) …',
  dispose: 'a function: export function dispose() …',
}

function wrongExport(place: ScriptPlace, error: z.ZodError): EngineError {
  const [issue] = error.issues
  const [name, ...rest] = (issue?.path ?? []).map(String)
  const expected = expectations[name ?? ''] ?? issue?.message ?? 'something else'
  const where = rest.length === 0 ? '' : ` (at ${rest.join('.')})`
  return invalidScript(
    place,
    `exports as "${name ?? ''}"${where} not what is needed: ${expected}.`,
    error,
    null,
  )
}
