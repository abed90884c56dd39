import { basename, dirname, extname } from 'node:path'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { sortedJson } from '../../../../shared/model/recipe.ts'
import { EngineError, ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { TaskContext, TaskFunction, TaskItem } from '../task-type.ts'
import { onWorkerEnd } from '../worker-end.ts'
import { cellsOf, UnusableResult } from './cells.ts'
import type { Declaration } from './declaration.ts'
import { loadScript, type CompiledScript, type LoadedScript } from './load-script.ts'
import { describeThrown, placeIn, scriptStack } from './thrown.ts'

export interface ScriptParameters extends CompiledScript {
  readonly params: Readonly<Record<string, unknown>>
  readonly declared: Declaration | null
}

/** What a script says of itself. @throws EngineError INVALID_PARAMETERS */
export async function declarationOfScript(place: CompiledScript): Promise<Declaration> {
  return (await printingAsErrors(() => loadScript(place))).declaration
}

/** The scripts of this worker that are ready to be used, by what they were made with: each is begun once. */
const begun = new Map<string, Promise<LoadedScript>>()

/**
 * Makes the function that calls the script for an item. The script is loaded, and its `init` called, once in each worker.
 * @throws EngineError INVALID_PARAMETERS
 */
export async function createScriptTask(parameters: ScriptParameters): Promise<TaskFunction> {
  const { params, declared } = parameters
  const key = sortedJson(parameters)
  const beginning = begun.get(key) ?? begin(parameters)
  begun.set(key, beginning)
  const script = await beginning
  const columns = (declared ?? script.declaration).columns
  return async (item, context) => {
    let returned: unknown
    try {
      returned = await script.apply(scriptItemOf(item), scriptContextOf(context, params))
    } catch (error) {
      throw failure(item, error, script.url, context)
    }
    try {
      return cellsOf(returned, columns)
    } catch (error) {
      if (!(error instanceof UnusableResult)) throw failure(item, error, script.url, context)
      const code = error.isTooLarge ? 'TOO_LARGE' : 'TASK_FAILED'
      throw new ItemError(code, `${quotePath(item.path)}: the script ${error.message}.`)
    }
  }
}

async function begin({ params, ...place }: ScriptParameters): Promise<LoadedScript> {
  const script = await printingAsErrors(() => loadScript(place))
  try {
    await printingAsErrors(async () => script.init({ params }))
    onWorkerEnd(() => printingAsErrors(async () => script.dispose()))
    return script
  } catch (error) {
    const at = placeIn(error, script.url)
    const line = at === null ? '' : ` at line ${at.line}`
    throw new EngineError(
      'INVALID_PARAMETERS',
      `The script could not begin: its init failed${line}: ${describeThrown(error)}.`,
      { data: { task: 'script', parameter: 'source', ...at }, cause: error },
    )
  }
}

/**
 * What a script prints before its first item belongs to no item's log. It goes to standard error, because standard output
 * may be where results go.
 */
async function printingAsErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  try {
    return await work()
  } finally {
    process.stdout.write = write
  }
}

/** What a script is given of an item: `ScriptItem` of `resources/script/batchyard.d.ts`. */
function scriptItemOf({ path, seq, size }: TaskItem) {
  return {
    path,
    pathBytes: bytesOf(path),
    name: basename(path),
    extension: extname(path).slice(1),
    folder: dirname(path),
    size,
    seq,
  }
}

/** `ScriptContext` of `resources/script/batchyard.d.ts`. */
function scriptContextOf(context: TaskContext, params: Readonly<Record<string, unknown>>) {
  const { output, signal, worker } = context
  return {
    params,
    output: output?.temporary ?? null,
    outputBytes: output === undefined ? null : bytesOf(output.temporary),
    signal,
    worker,
    log: (message: unknown) => context.report(message),
    progress: (done: number, total: number) => context.progress(done, total),
    throwIfCancelled: () => context.throwIfCancelled(),
  }
}

function bytesOf(path: PathText): Buffer {
  return Buffer.from(toPathBytes(path))
}

function failure({ path }: TaskItem, thrown: unknown, url: string, context: TaskContext): unknown {
  // What fails when it was cancelled counts as not done.
  if (context.signal.aborted) return thrown
  const stack = scriptStack(thrown)
  if (stack !== '') context.report(stack)
  const at = placeIn(thrown, url)
  const where = at === null ? 'failed' : `failed at line ${at.line}`
  return new ItemError('TASK_FAILED', `${quotePath(path)}: the script ${where}: ${describeThrown(thrown)}`, {
    cause: thrown,
  })
}
