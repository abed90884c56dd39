import type { Preview, PreviewSide } from '../../../shared/contract/preview.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import { quotePath } from '../inputs/problems.ts'
import type { Store } from '../store/store.ts'
import type { PreviewRequest } from '../tasks/preview/request.ts'
import { requireItem } from './runs.ts'
import type { Tries } from './tries.ts'

/** Looks at a file, which the page never names: what it named was looked up. */
type Look = (request: PreviewRequest) => Promise<Preview>

/** @throws EngineError RUN_NOT_FOUND, ITEM_NOT_FOUND, OUTPUT_NOT_FOUND */
export async function previewItem(
  { runId, seq, side }: { readonly runId: RunId; readonly seq: number; readonly side: PreviewSide },
  store: Store,
  look: Look,
): Promise<Preview> {
  const { path, size, modifiedAt, result } = await requireItem(store, runId, seq)
  if (side === 'input') return await look({ path, size, modifiedAt })
  const output = result?.output ?? null
  const stands = output?.made === true && output.undo?.state !== 'undone'
  if (!stands || output.path === null) throw outputNotFound(path, { runId, seq })
  return await look({ path: output.path, size: null, modifiedAt: null })
}

/** @throws EngineError TRY_NOT_FOUND, ITEM_NOT_FOUND, OUTPUT_NOT_FOUND */
export async function previewTried(
  { tryId, seq, side }: { readonly tryId: number; readonly seq: number; readonly side: PreviewSide },
  tries: Tries,
  look: Look,
): Promise<Preview> {
  const { path, size, output } = tries.item(tryId, seq)
  if (side === 'input') return await look({ path, size, modifiedAt: null })
  if (output === null) throw outputNotFound(path, { tryId, seq })
  return await look({ path: output.path, size: output.size, modifiedAt: null })
}

function outputNotFound(path: PathText, data: Readonly<Record<string, number>>): EngineError {
  const message = `Of ${quotePath(path)} no output was made, or it was taken back.`
  return new EngineError('OUTPUT_NOT_FOUND', message, { data })
}
