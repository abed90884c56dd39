/**
 * The thread that looks through inputs, those of one request after the other. It uses synchronous system calls, which are
 * the fastest, and stands still while enough batches are under way.
 */
import { parentPort } from 'node:worker_threads'
import { batchesAhead, isEnumeratorRequest, type EnumeratorMessage } from './enumerator-protocol.ts'
import { ItemFilter } from './item-filter.ts'
import { lookThrough, mayRepeat } from './look-through.ts'
import { Outbox } from './outbox.ts'

function serve(port: NonNullable<typeof parentPort>, request: unknown): void {
  if (!isEnumeratorRequest(request)) throw new Error('the enumerator thread got something that is no request')
  const { inputs, taken } = request
  const filter = new ItemFilter(request.filter, request.now)
  let sent = 0

  function send(message: EnumeratorMessage): void {
    for (let known = Atomics.load(taken, 0); sent - known >= batchesAhead; known = Atomics.load(taken, 0)) {
      Atomics.wait(taken, 0, known)
    }
    sent += 1
    port.postMessage(message)
  }

  const repeats = mayRepeat(inputs, filter.followsLinks)
  const outbox = new Outbox(send, repeats)
  lookThrough(inputs, outbox, filter, repeats)
  outbox.flush()
  send({ kind: 'end' })
}

const port = parentPort
port?.on('message', (request: unknown) => serve(port, request))
