import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { EngineNews } from '../../shared/contract/engine-news.ts'
import type { ToHostMessage } from '../../shared/contract/host-messages.ts'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import type { ErrorDescription } from '../../shared/model/run.ts'
import { EngineProcess } from './engine-process.ts'
import type { EngineChild, PortRequest } from './engine-process.ts'

type Port = Parameters<PortRequest['deliver']>[0]

/** A port that is only passed on and compared. */
class PortDouble extends EventEmitter implements Port {
  postMessage(): void {
    throw new Error('the main process must not talk on a port')
  }
  start(): void {
    throw new Error('the main process must not read a port')
  }
  close(): void {
    this.emit('close')
  }
}

class ChildDouble extends EventEmitter implements EngineChild {
  readonly received: { message: ToHostMessage; ports: readonly Port[] }[] = []
  killed = false

  postMessage(message: ToHostMessage, transfer: Port[] = []): void {
    this.received.push({ message, ports: transfer })
  }
  kill(): void {
    this.killed = true
  }
  says(message: unknown): void {
    this.emit('message', message)
  }
  exits(code: number): void {
    this.emit('exit', code)
  }
}

/** An engine process in a world in which nothing happens unless the test says so. */
function createWorld(onRestarted: () => void = () => undefined) {
  const children: ChildDouble[] = []
  const deadlines: { callback: () => void; cancelled: boolean }[] = []
  const stopped: ErrorDescription[] = []
  const clock = { now: 0 }
  const news: EngineNews[] = []
  const gone = { count: 0 }
  let restarts = 0
  const engine = new EngineProcess({
    fork() {
      const child = new ChildDouble()
      children.push(child)
      return child
    },
    createChannel: () => ({ port1: new PortDouble(), port2: new PortDouble() }),
    version: '1.2.3',
    now: () => clock.now,
    schedule(_milliseconds, callback) {
      const deadline = { callback, cancelled: false }
      deadlines.push(deadline)
      return () => {
        deadline.cancelled = true
      }
    },
    onNews: (each) => news.push(each),
    onGone: () => (gone.count += 1),
    onRestarted() {
      restarts += 1
      onRestarted()
    },
    onStopped: (reason) => stopped.push(reason),
  })
  function child(generation: number): ChildDouble {
    const found = children[generation - 1]
    if (found === undefined) throw new Error(`there is no child of generation ${generation}`)
    return found
  }
  return {
    engine,
    news,
    gone,
    children,
    child,
    stopped,
    clock,
    restarts: () => restarts,
    ready: (generation: number) => child(generation).says({ type: 'ready', generation, protocolVersion }),
    passDeadline: () => deadlines.findLast((deadline) => !deadline.cancelled)?.callback(),
    pendingDeadlines: () => deadlines.filter((deadline) => !deadline.cancelled).length,
  }
}

let pages = 0

function createRequest(
  page = `page ${(pages += 1)}`,
): PortRequest & { readonly delivered: Port[]; gone: boolean } {
  const request = {
    page,
    delivered: new Array<Port>(),
    gone: false,
    isGone: () => request.gone,
    deliver: (port: Port) => {
      request.delivered.push(port)
    },
  }
  return request
}

describe('EngineProcess', () => {
  it('greets the new process with version, protocol version and generation', () => {
    const { engine, child } = createWorld()
    engine.start()
    expect(child(1).received).toEqual([
      { message: { type: 'start', generation: 1, protocolVersion, version: '1.2.3' }, ports: [] },
    ])
  })

  it('hands out ports only once the engine is ready: one end to each side', () => {
    const { engine, child, ready } = createWorld()
    const request = createRequest()
    engine.start()
    engine.connect(request)
    expect(request.delivered).toEqual([])
    ready(1)
    const sent = child(1).received.at(-1)
    expect(sent?.message).toEqual({ type: 'port', generation: 1 })
    expect(sent?.ports).toHaveLength(1)
    expect(request.delivered).toHaveLength(1)
    expect(request.delivered[0]).not.toBe(sent?.ports[0])
  })

  it('gives every request a channel of its own', () => {
    const { engine, ready } = createWorld()
    const [first, second] = [createRequest(), createRequest()]
    engine.start()
    ready(1)
    engine.connect(first)
    engine.connect(second)
    expect(first.delivered[0]).not.toBe(second.delivered[0])
  })

  it('keeps only the latest request of a page that waits', () => {
    const { engine, child, ready } = createWorld()
    const requests = Array.from({ length: 200 }, () => createRequest('patient'))
    engine.start()
    for (const request of requests) engine.connect(request)
    ready(1)
    expect(requests.map((request) => request.delivered.length)).toEqual([
      ...new Array<number>(199).fill(0),
      1,
    ])
    expect(child(1).received.filter(({ message }) => message.type === 'port')).toHaveLength(1)
  })

  it('makes no channel for a page that is gone', () => {
    const { engine, child, ready } = createWorld()
    const request = createRequest()
    engine.start()
    engine.connect(request)
    request.gone = true
    ready(1)
    expect(request.delivered).toEqual([])
    expect(child(1).received).toHaveLength(1)
  })

  it('keeps requests through a crash and serves them from the next generation', () => {
    const { engine, child, ready, restarts } = createWorld()
    engine.start()
    ready(1)
    expect(restarts()).toBe(0)
    child(1).exits(139)
    const request = createRequest()
    engine.connect(request)
    ready(2)
    expect(request.delivered).toHaveLength(1)
    expect(child(2).received.at(-1)?.message).toEqual({ type: 'port', generation: 2 })
    expect(restarts()).toBe(1)
  })

  it('tells of the restart before it hands out new ports', () => {
    const order: string[] = []
    const { engine, child, ready } = createWorld(() => order.push('restarted'))
    engine.start()
    ready(1)
    child(1).exits(1)
    engine.connect({ page: 'a', isGone: () => false, deliver: () => order.push('port') })
    ready(2)
    expect(order).toEqual(['restarted', 'port'])
  })

  it('ignores what a dead generation still says', () => {
    const { engine, child, ready } = createWorld()
    const request = createRequest()
    engine.start()
    ready(1)
    child(1).exits(1)
    engine.connect(request)
    child(1).says({ type: 'ready', generation: 1, protocolVersion })
    expect(request.delivered).toEqual([])
  })

  it('tells why it stopped, and starts anew when asked', () => {
    const { engine, child, children, stopped, ready } = createWorld()
    engine.start()
    for (const generation of [1, 2, 3]) child(generation).exits(7)
    expect(children).toHaveLength(3)
    expect(stopped).toHaveLength(1)
    const request = createRequest()
    engine.connect(request)
    engine.start()
    ready(4)
    expect(request.delivered).toHaveLength(1)
  })

  it('gives up an engine that talks nonsense', () => {
    const { engine, child, stopped } = createWorld()
    engine.start()
    child(1).says({ type: 'ready', generation: 'first' })
    expect(child(1).killed).toBe(true)
    child(1).exits(143)
    expect(stopped).toEqual([expect.objectContaining({ code: 'PROTOCOL_MISMATCH' })])
  })

  it('closes in good order and leaves no deadline behind', async () => {
    const { engine, child, ready, pendingDeadlines } = createWorld()
    engine.start()
    ready(1)
    const closed = engine.close()
    expect(child(1).received.at(-1)?.message).toEqual({ type: 'close', generation: 1 })
    child(1).exits(0)
    await closed
    expect(child(1).killed).toBe(false)
    expect(pendingDeadlines()).toBe(0)
  })

  it('kills an engine that does not close', async () => {
    const { engine, child, ready, passDeadline, children } = createWorld()
    engine.start()
    ready(1)
    const closed = engine.close()
    passDeadline()
    expect(child(1).killed).toBe(true)
    child(1).exits(143)
    await closed
    expect(children).toHaveLength(1)
  })

  it('hands out no port once it is closing', () => {
    const { engine, child, ready } = createWorld()
    const request = createRequest()
    engine.start()
    ready(1)
    void engine.close()
    engine.connect(request)
    expect(request.delivered).toEqual([])
    expect(child(1).received.at(-1)?.message.type).toBe('close')
  })
})
