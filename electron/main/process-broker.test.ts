import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { ProcessNews, ProcessRequest } from '../../shared/contract/worker-processes.ts'
import { ProcessBroker } from './process-broker.ts'
import type { BrokeredWorker, WorkerEnd } from './process-broker.ts'

type Port = Electron.MessagePortMain

class PortDouble extends EventEmitter implements Port {
  postMessage(): void {
    // Nothing is sent in these tests.
  }
  start(): void {
    // Nothing arrives in these tests.
  }
  close(): void {
    this.emit('close')
  }
}

interface Worker extends BrokeredWorker {
  readonly words: readonly string[]
  readonly handed: Port[]
  readonly end: (end: WorkerEnd) => void
  killed: boolean
}

const ended: WorkerEnd = { code: 0, signal: null, ranOutOfMemory: false, errorOutput: '' }

function world(fork?: () => never) {
  const workers: Worker[] = []
  const told: { news: ProcessNews; ports: number }[] = []
  const broker = new ProcessBroker({
    fork:
      fork ??
      ((request, onEnd) => {
        const worker: Worker = {
          pid: 1_000 + workers.length,
          words: request.words,
          handed: [],
          end: onEnd,
          killed: false,
          postMessage: (_, transfer) => void worker.handed.push(...transfer),
          kill() {
            worker.killed = true
          },
        }
        workers.push(worker)
        return worker
      }),
    createChannel: () => ({ port1: new PortDouble(), port2: new PortDouble() }),
    tell: (news, ports) => told.push({ news, ports: ports.length }),
  })
  return { broker, workers, told }
}

function start(process: number, more: Partial<ProcessRequest> = {}): object {
  const words = [`--worker-board=/dev/shm/board-${process}`]
  return { type: 'start-process', process, words, nodeOptions: [], name: 'pool worker 1', ...more }
}

describe('ProcessBroker', () => {
  it('starts a worker and gives each side one end of a port', () => {
    const { broker, workers, told } = world()
    expect(broker.obey(start(1))).toBe(true)
    expect(workers[0]?.handed).toHaveLength(1)
    expect(told).toEqual([{ news: { type: 'process-started', process: 1, pid: 1_000 }, ports: 1 }])
  })

  it('kills by the handle it holds, and tells the end once', () => {
    const { broker, workers, told } = world()
    broker.obey(start(1))
    broker.obey(start(2))
    broker.obey({ type: 'end-process', process: 2 })
    expect(workers.map((worker) => worker.killed)).toEqual([false, true])
    workers[1]?.end({ ...ended, code: null, signal: 'SIGKILL' })
    expect(told.at(-1)?.news).toEqual({
      type: 'process-ended',
      process: 2,
      code: null,
      signal: 'SIGKILL',
      ranOutOfMemory: false,
      errorOutput: '',
    })
    // It is gone: nothing that bears its number now is hit.
    broker.obey({ type: 'end-process', process: 2 })
    expect(workers).toHaveLength(2)
  })

  it('ends every worker with its engine, and starts none after it', () => {
    const { broker, workers, told } = world()
    broker.obey(start(1))
    broker.obey(start(2))
    broker.close()
    expect(workers.every((worker) => worker.killed)).toBe(true)
    workers[0]?.end(ended)
    broker.obey(start(3))
    expect(workers).toHaveLength(2)
    expect(told).toHaveLength(2)
  })

  it('tells why a worker could not be started', () => {
    const { broker, told } = world(() => {
      throw new Error('too many processes')
    })
    broker.obey(start(1))
    expect(told.map(({ news }) => news)).toEqual([
      { type: 'process-refused', process: 1, message: 'too many processes' },
    ])
  })

  it.each([
    ['another module', start(1, { words: ['/tmp/evil.js'] })],
    ['code to evaluate', start(1, { nodeOptions: ['--eval=1'] })],
    ['an inspector', start(1, { nodeOptions: ['--inspect'] })],
    ['a preloaded module', start(1, { nodeOptions: ['--import=/tmp/evil.js'] })],
    ['an environment', { ...start(1), env: { LD_PRELOAD: '/tmp/evil.so' } }],
    ['nothing in particular', null],
  ])('does not start a worker with %s', (_, request) => {
    const { broker, workers, told } = world()
    expect(broker.obey(request)).toBe(false)
    expect(workers).toEqual([])
    expect(told).toEqual([])
  })
})
