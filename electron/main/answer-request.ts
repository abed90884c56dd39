import type { z } from 'zod'
import type { DesktopReply } from '../../shared/contract/desktop-channels.ts'
import { isOwnFrame } from './own-page.ts'
import type { SenderFrame } from './own-page.ts'

/** An error that a handler answers with: a stable code, and a message for the user. */
export class DesktopError extends Error {
  override readonly name = 'DesktopError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Answers one request from the interface: the sender and the arguments are checked first, and an error
 * becomes an answer with its code.
 *
 * Electron security checklist 17: the sender of every message is validated.
 *
 * @param log told of errors that nobody foresaw; the answer keeps their text from the page
 */
export async function answerRequest<Schema extends z.ZodType>(
  frame: SenderFrame | null,
  parameters: readonly unknown[],
  schema: Schema,
  work: (input: z.output<Schema>) => unknown,
  log: (error: unknown) => void,
): Promise<DesktopReply> {
  if (!isOwnFrame(frame)) return refuse('The request did not come from the window of Batchyard.')
  const parsed = schema.safeParse(parameters)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => issue.message).join('; ')
    return refuse(`The request is not valid: ${issues}.`)
  }
  try {
    return { ok: true, data: (await work(parsed.data)) ?? null }
  } catch (error) {
    if (error instanceof DesktopError) {
      return { ok: false, error: { code: error.code, message: error.message } }
    }
    log(error)
    return { ok: false, error: { code: 'INTERNAL', message: 'The desktop could not do what was asked.' } }
  }
}

function refuse(message: string): DesktopReply {
  return { ok: false, error: { code: 'INVALID_INPUT', message } }
}
