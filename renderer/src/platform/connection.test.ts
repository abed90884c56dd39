import { describe, expect, it } from 'vitest'
import { watch } from 'vue'
import { protocolVersion } from '../../../shared/contract/protocol.ts'
import { connect } from './connection.ts'
import type { Connection, ConnectionState } from './connection.ts'
import { UnreachableError } from './engine-client.ts'
import type { EngineLink, EngineTransport } from './engine-client.ts'

function info(version = protocolVersion) {
  return {
    protocolVersion: version,
    version: '1.0.0',
    dataDirectory: '/data',
    platform: 'linux',
    processors: 4,
    homeDirectory: '/home/anna',
  }
}

/** A link to an engine of which only `engine` answers, named after the attempt that made it. */
class TestLink implements EngineLink {
  readonly #ended = Promise.withResolvers<void>()
  readonly closed = this.#ended.promise
  readonly link

  constructor(name: string, version?: number) {
    this.link = {
      call: (path: readonly string[]) =>
        Promise.resolve(path.join('.') === 'engine.info' ? info(version) : [name, path.join('.')]),
    }
  }

  close(): void {
    this.#ended.resolve()
  }
}

/** Opens the given links one after the other; an error stands for an attempt that fails. */
function transportOf(attempts: (TestLink | UnreachableError)[]): EngineTransport {
  return {
    open() {
      const next = attempts.shift() ?? new UnreachableError('no-answer')
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
    },
  }
}

function stateOf(connection: Connection, kind: ConnectionState['kind']): Promise<ConnectionState> {
  return new Promise((resolve) => {
    watch(
      connection.state,
      (state) => {
        if (state.kind === kind) resolve(state)
      },
      { immediate: true, flush: 'sync' },
    )
  })
}

describe('connect', () => {
  it('answers calls that were made before there was a connection', async () => {
    const connection = connect(transportOf([new TestLink('first')]))
    expect(connection.state.value.kind).toBe('connecting')
    expect(await connection.client.engine.taskTypes()).toEqual(['first', 'engine.taskTypes'])
    expect(connection.state.value).toMatchObject({ kind: 'connected', info: { processors: 4 } })
    connection.stop()
  })

  it('goes on with the same client over a new connection', async () => {
    const first = new TestLink('first')
    const pauses: number[] = []
    const connection = connect(
      transportOf([first, new UnreachableError('no-answer'), new TestLink('second')]),
      (milliseconds) => {
        pauses.push(milliseconds)
        return { over: Promise.resolve(), wake: () => undefined }
      },
    )
    await stateOf(connection, 'connected')
    first.close()
    expect(await stateOf(connection, 'lost')).toEqual({ kind: 'lost', reason: 'no-answer', before: true })
    expect(await connection.client.engine.taskTypes()).toEqual(['second', 'engine.taskTypes'])
    expect(pauses).toHaveLength(2)
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? Infinity)
    connection.stop()
  })

  it('waits for as long as the pause lasts, unless it is told to try now', async () => {
    let woken = 0
    const connection = connect(
      transportOf([new UnreachableError('not-admitted'), new TestLink('second')]),
      () => {
        const { promise: over, resolve } = Promise.withResolvers<void>()
        return {
          over,
          wake: () => {
            woken += 1
            resolve()
          },
        }
      },
    )
    expect(await stateOf(connection, 'lost')).toEqual({ kind: 'lost', reason: 'not-admitted', before: false })
    connection.retry()
    await stateOf(connection, 'connected')
    expect(woken).toBe(1)
    connection.stop()
  })

  it('says when interface and engine are of different versions, and calls nothing', async () => {
    const connection = connect(transportOf([new TestLink('newer', protocolVersion + 1)]))
    expect(await stateOf(connection, 'mismatch')).toEqual({
      kind: 'mismatch',
      engineVersion: protocolVersion + 1,
      interfaceVersion: protocolVersion,
    })
    const given = new AbortController()
    const call = connection.client.engine.taskTypes(undefined, { signal: given.signal })
    given.abort()
    await expect(call).rejects.toThrow()
  })
})
