import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import { followEvents } from './follow-events.ts'

function snapshot(sequence: number): EngineEvent {
  return { type: 'snapshot', sequence, active: [] }
}

/** Follows the given streams one after the other and answers what was received, stream by stream. */
async function follow(streams: readonly (() => AsyncIterable<EngineEvent>)[]): Promise<number[][]> {
  const stopped = new AbortController()
  const received: number[][] = []
  let next = 0
  await followEvents(
    () => {
      received.push([])
      const stream = streams[next]
      next += 1
      return stream === undefined ? Promise.reject(new Error('no more')) : Promise.resolve(stream())
    },
    (event) => received.at(-1)?.push(event.sequence),
    stopped.signal,
    () => {
      if (next >= streams.length) stopped.abort()
      return Promise.resolve()
    },
  )
  return received
}

async function* stream(...sequences: number[]): AsyncGenerator<EngineEvent> {
  for (const sequence of sequences) yield await Promise.resolve(snapshot(sequence))
}

async function* failing(): AsyncGenerator<EngineEvent> {
  yield await Promise.resolve(snapshot(0))
  throw new Error('connection lost')
}

describe('followEvents', () => {
  it('subscribes anew when a stream ends or fails', async () => {
    expect(await follow([() => stream(0, 1, 2), failing, () => stream(7, 8)])).toEqual([
      [0, 1, 2],
      [0],
      [7, 8],
    ])
  })

  it('takes a gap for something missed: nothing after it is received', async () => {
    expect(await follow([() => stream(0, 1, 3, 4), () => stream(5, 6)])).toEqual([
      [0, 1],
      [5, 6],
    ])
  })

  it('ends the subscription that it leaves', async () => {
    const stopped = new AbortController()
    const signals: AbortSignal[] = []
    await followEvents(
      (signal) => {
        signals.push(signal)
        return Promise.resolve(stream(0, 2))
      },
      () => undefined,
      stopped.signal,
      () => {
        stopped.abort()
        return Promise.resolve()
      },
    )
    expect(signals.map((signal) => signal.aborted)).toEqual([true])
  })
})
