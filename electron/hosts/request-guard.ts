import { z } from 'zod'

/** The longest message a page may send to the engine, in UTF-16 code units. Ten thousand inputs fit well. */
export const maximumMessageLength = 16 * 1024 * 1024

// The envelope of oRPC's peer messages. Headers that announce a file, a form or a stream are refused: the
// contract has procedures that take plain data only.
const headersSchema = z
  .record(z.string().max(100), z.union([z.string().max(1_000), z.array(z.string().max(1_000)).max(10)]))
  .refine((headers) =>
    Object.keys(headers).every(
      (name) => !['content-type', 'content-disposition'].includes(name.toLowerCase()),
    ),
  )

const messageSchema = z.union([
  z.object({
    i: z.string().min(1).max(100),
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().max(1_000).startsWith('/'),
      h: headersSchema.optional(),
      m: z.string().max(20).optional(),
    }),
  }),
  /** The client gives a request up. */
  z.object({ i: z.string().min(1).max(100), t: z.literal(4) }),
])

/**
 * Whether a message from a page has the form of a request, so that oRPC can be given it. oRPC decodes a
 * message outside of any error handling: one that is not of this form would end as an unhandled rejection,
 * and with it the process. What stands in the request's body is checked later, against the contract.
 */
export function isRequestMessage(message: unknown): message is string {
  if (typeof message !== 'string' || message.length > maximumMessageLength) return false
  let value: unknown
  try {
    value = JSON.parse(message)
  } catch {
    return false
  }
  return messageSchema.safeParse(value).success
}
