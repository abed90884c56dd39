import { arrivedSchema } from '../../shared/contract/worker-processes.ts'
import type { ParentChannel } from '../engine/pool/index.ts'
import { serveTasks } from '../engine/pool/worker-runtime.ts'
import { resolveTask } from '../engine/tasks/serve.ts'
import type { EnginePort } from './serve-port.ts'

// A worker as Electron's utility process: the main process hands it one port, which leads to its engine.

process.parentPort.once('message', ({ ports }) => {
  const [port] = ports
  if (port === undefined) throw new Error('The main process sent no port to the engine.')
  serveTasks(resolveTask, channelOver(port))
  port.start()
})

/** The pool's way to this worker over a MessagePort. */
function channelOver(port: EnginePort): ParentChannel {
  const unconfirmed: (() => void)[] = []
  let confirmed = 0
  return {
    send(message, sent) {
      port.postMessage(message)
      unconfirmed.push(sent)
    },
    onMessage(listener) {
      port.on('message', ({ data }) => {
        const arrived = arrivedSchema.safeParse(data)
        if (!arrived.success) {
          listener(data)
          return
        }
        for (const sent of unconfirmed.splice(0, arrived.data.count - confirmed)) sent()
        confirmed = arrived.data.count
      })
    },
    onClose(listener) {
      port.on('close', listener)
    },
  }
}
