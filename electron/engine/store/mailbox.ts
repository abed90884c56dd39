import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { errorCodes, type ErrorCode } from '../../../shared/contract/errors.ts'
import { EngineError } from '../errors.ts'
import type { ReaderOperations } from './reader.ts'
import type { ThreadClient } from './thread-client.ts'
import type { WriterOperations } from './writer.ts'

/**
 * How a process asks another one for something that concerns a run which that one has at work: by a row of
 * the database that both have open. The owner looks for such rows a few times a second.
 */

/** How often the owner looks, and how often the asker looks for its answer, in milliseconds. */
const pollInterval = 150

/** How long the owner has to take a request, in milliseconds. What it then does may take as long as it takes. */
const takenWithin = 5_000

/** After so many looks for an answer it is looked whether the owner still has the run. */
const looksBetweenChecks = 8

/**
 * How often in a row it may be found that the run is no more at work before nothing is expected any more:
 * who ends a run because of a request answers a moment later.
 */
const mostChecksAfterEnd = 3

/** What is asked of the owner of a run. */
export interface RunRequest {
  /** The procedure of the contract, such as `pause`. */
  readonly kind: string
  /** Its input, as JSON can hold it. */
  readonly argument: unknown
}

/** A request, as its owner gets it. */
export interface ReceivedRequest extends RunRequest {
  readonly runId: number
}

/** Does what was asked; what it returns or throws becomes the answer. */
export type RequestHandler = (request: ReceivedRequest) => Promise<unknown>

export interface Mailbox {
  /**
   * Asks the process that has the run at work, and waits for its answer.
   * @throws EngineError OWNER_SILENT where it does not take the request in time, RUN_NOT_ACTIVE where no
   * process has the run at work (any more), and whatever the owner answered with
   */
  ask(runId: number, request: RunRequest, options?: { readonly takenWithin?: number }): Promise<unknown>
  /** Serves what other processes ask of this one, until the function that it returns is called. */
  serveRequests(handler: RequestHandler): () => void
}

const requestSchema = z.strictObject({ kind: z.string(), argument: z.unknown() })
const answerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({
    ok: z.literal(false),
    code: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
])

export function createMailbox(
  writer: ThreadClient<WriterOperations>,
  reader: ThreadClient<ReaderOperations>,
): Mailbox {
  async function answer(id: number, runId: number, request: string, handler: RequestHandler): Promise<void> {
    let text: string
    try {
      const { kind, argument } = requestSchema.parse(JSON.parse(request))
      const value = await handler({ runId, kind, argument })
      text = JSON.stringify({ ok: true, value: value ?? null })
    } catch (error) {
      text = JSON.stringify({ ok: false, ...describe(error) })
    }
    await writer.call('answerRequest', id, text, Date.now())
  }

  async function serve(handler: RequestHandler): Promise<void> {
    if (!(await reader.call('hasRequests'))) return
    for (const { id, runId, request } of await writer.call('takeRequests', Date.now())) {
      // Not awaited: an answer may take long, and the next request may be one to end it.
      answer(id, runId, request, handler).catch(ignoreClosed)
    }
  }

  async function ownerOf(runId: number): Promise<string> {
    const owner = await reader.call('runOwner', runId)
    if (owner.kind === 'other') return owner.id
    if (owner.kind === 'dead') await writer.call('interruptRunsOf', [owner.id])
    throw new EngineError('RUN_NOT_ACTIVE', `No process has run ${runId} at work any more.`, {
      data: { runId },
    })
  }

  async function ask(
    runId: number,
    request: RunRequest,
    options: { readonly takenWithin?: number } = {},
  ): Promise<unknown> {
    const owner = await ownerOf(runId)
    const id = await writer.call('postRequest', runId, owner, JSON.stringify(request), Date.now())
    const mostLooks = Math.ceil((options.takenWithin ?? takenWithin) / pollInterval)
    let checksAfterEnd = 0
    for (let looks = 1; ; looks += 1) {
      const state = await reader.call('requestState', id)
      if (state === null) throw silent(runId)
      if (state.answer !== null) {
        await writer.call('removeRequest', id)
        return readAnswer(state.answer)
      }
      if (!state.taken && looks > mostLooks && (await writer.call('withdrawRequest', id))) throw silent(runId)
      // Whoever took the request may have died over it.
      if (looks % looksBetweenChecks === 0) {
        const hasEnded = (await reader.call('runOwner', runId)).kind === 'nobody'
        checksAfterEnd = hasEnded ? checksAfterEnd + 1 : 0
        const mayAnswer = state.taken && hasEnded && checksAfterEnd < mostChecksAfterEnd
        if (!mayAnswer && (await ownerOf(runId)) !== owner) throw silent(runId)
      }
      await delay(pollInterval)
    }
  }

  return {
    ask,
    serveRequests(handler) {
      let isLooking = false
      const timer = setInterval(() => {
        if (isLooking) return
        isLooking = true
        serve(handler)
          .catch(ignoreClosed)
          .finally(() => {
            isLooking = false
          })
      }, pollInterval)
      return () => {
        clearInterval(timer)
      }
    },
  }
}

function readAnswer(text: string): unknown {
  const answer = answerSchema.parse(JSON.parse(text))
  if (answer.ok) return answer.value
  throw new EngineError(isErrorCode(answer.code) ? answer.code : 'INTERNAL', answer.message, {
    data: answer.data,
  })
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}

function describe(error: unknown): {
  code: string
  message: string
  data: Readonly<Record<string, unknown>>
} {
  if (error instanceof EngineError) return { code: error.code, message: error.message, data: error.data }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message: `The request could not be carried out: ${message}.`, data: {} }
}

function silent(runId: number): EngineError {
  return new EngineError(
    'OWNER_SILENT',
    `The Batchyard process that has run ${runId} at work did not answer. It may be busy or stopped; ` +
      'try again, or end it there.',
    { data: { runId } },
  )
}

/** A mailbox whose database cannot be read or written just now is looked into again the next time. */
function ignoreClosed(error: unknown): void {
  if (!(error instanceof EngineError)) throw error
}
