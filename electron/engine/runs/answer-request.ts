import { z } from 'zod'
import { maximumWorkers } from '../../../shared/model/limits.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import type { ReceivedRequest } from '../store/mailbox.ts'

/** What can be asked of the runs of a process; see `Runs`. */
export interface RunControl {
  pause(runId: RunId): Promise<unknown>
  resume(runId: RunId): Promise<unknown>
  drain(runId: RunId): Promise<unknown>
  cancel(runId: RunId): Promise<unknown>
  endItem(runId: RunId, seq: number): Promise<unknown>
  skipItems(runId: RunId, seqs: readonly number[]): Promise<unknown>
  moveToFront(runId: RunId, seqs: readonly number[]): Promise<unknown>
  setWorkers(runId: RunId, workers: number): Promise<unknown>
}

const seq = z.int().min(1)
const seqs = z.array(seq)

const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['pause', 'resume', 'drain', 'cancel']) }),
  z.object({ kind: z.literal('endItem'), argument: z.object({ seq }) }),
  z.object({ kind: z.enum(['skipItems', 'moveToFront']), argument: z.object({ seqs }) }),
  z.object({
    kind: z.literal('setWorkers'),
    argument: z.object({ workers: z.int().min(1).max(maximumWorkers) }),
  }),
])

/**
 * Does what another process asks of a run that this one has at work.
 * @throws EngineError as the methods of `RunControl` do, and INVALID_INPUT for what another version may ask
 */
export async function answerRequest(
  runs: RunControl,
  { runId, kind, argument }: ReceivedRequest,
): Promise<unknown> {
  const { success, data: request } = requestSchema.safeParse({ kind, argument })
  if (!success) {
    throw new EngineError(
      'INVALID_INPUT',
      `The Batchyard process that has run ${runId} at work does not know the request "${kind}".`,
      { data: { runId, kind } },
    )
  }
  switch (request.kind) {
    case 'pause':
      return await runs.pause(runId)
    case 'resume':
      return await runs.resume(runId)
    case 'drain':
      return await runs.drain(runId)
    case 'cancel':
      return await runs.cancel(runId)
    case 'endItem':
      return await runs.endItem(runId, request.argument.seq)
    case 'skipItems':
      return await runs.skipItems(runId, request.argument.seqs)
    case 'moveToFront':
      return await runs.moveToFront(runId, request.argument.seqs)
    case 'setWorkers':
      return await runs.setWorkers(runId, request.argument.workers)
  }
}
