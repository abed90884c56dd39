import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import { advance, initialLifecycle, maximumFailures, soundAfter } from './engine-lifecycle.ts'
import type { EngineLifecycle, EngineLifecycleEffect, EngineLifecycleEvent } from './engine-lifecycle.ts'

/** Feeds events one after the other; answers the last state and all effects. */
function run(events: readonly EngineLifecycleEvent[]): {
  state: EngineLifecycle
  effects: EngineLifecycleEffect[]
} {
  let state = initialLifecycle
  const effects: EngineLifecycleEffect[] = []
  for (const event of events) {
    const step = advance(state, event)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects }
}

function kinds(effects: readonly EngineLifecycleEffect[]): string[] {
  return effects.map((effect) => effect.do)
}

const start: EngineLifecycleEvent = { type: 'start' }
const close: EngineLifecycleEvent = { type: 'close' }

function ready(generation: number, now = 0): EngineLifecycleEvent {
  return { type: 'message', message: { type: 'ready', generation, protocolVersion }, now }
}

function exit(generation: number, code = 1, now = 0): EngineLifecycleEvent {
  return { type: 'exit', generation, code, now }
}

function deadline(generation: number): EngineLifecycleEvent {
  return { type: 'deadline', generation }
}

describe('starting', () => {
  it('forks once, however often it is asked', () => {
    expect(kinds(run([start, start, start]).effects)).toEqual(['fork', 'set-deadline'])
  })

  it('is ready once the engine says so', () => {
    const { state, effects } = run([start, ready(1, 5)])
    expect(state).toEqual({ kind: 'ready', generation: 1, failures: 0, since: 5 })
    expect(effects).toContainEqual({ do: 'announce-ready', generation: 1, restarted: false })
  })

  it('kills an engine that does not answer, and starts another only after its exit', () => {
    const waiting = run([start, deadline(1)])
    expect(waiting.state.kind).toBe('failing')
    expect(kinds(waiting.effects)).toEqual(['fork', 'set-deadline', 'clear-deadline', 'kill'])
    expect(run([start, deadline(1), exit(1)]).state).toMatchObject({ kind: 'starting', generation: 2 })
  })

  it('stops at once when the engine says that it cannot open, and keeps its reason', () => {
    const failed: EngineLifecycleEvent = {
      type: 'message',
      message: { type: 'failed', generation: 1, code: 'DATABASE_TOO_NEW', message: 'It is newer.' },
      now: 0,
    }
    const { state, effects } = run([start, failed, exit(1, 1)])
    const reason = { code: 'DATABASE_TOO_NEW', message: 'It is newer.' }
    expect(state).toEqual({ kind: 'stopped', generation: 1, reason })
    expect(effects).toContainEqual({ do: 'announce-stopped', reason })
    expect(kinds(effects).filter((kind) => kind === 'fork')).toHaveLength(1)
  })

  it('kills an engine that cannot open', () => {
    const failed: EngineLifecycleEvent = {
      type: 'message',
      message: { type: 'failed', generation: 1, code: 'INTERNAL', message: 'x' },
      now: 0,
    }
    expect(kinds(run([start, failed]).effects).at(-1)).toBe('kill')
  })

  it('refuses an engine of another protocol version', () => {
    const other: EngineLifecycleEvent = {
      type: 'message',
      message: { type: 'ready', generation: 1, protocolVersion: protocolVersion + 1 },
      now: 0,
    }
    const { state, effects } = run([start, other, exit(1)])
    expect(state).toMatchObject({ kind: 'stopped', reason: { code: 'PROTOCOL_MISMATCH' } })
    expect(kinds(effects)).not.toContain('announce-ready')
  })

  it('refuses an engine that says something unknown', () => {
    const { state } = run([start, { type: 'nonsense', generation: 1 }, exit(1)])
    expect(state).toMatchObject({ kind: 'stopped', reason: { code: 'PROTOCOL_MISMATCH' } })
  })
})

describe('restarting', () => {
  it('starts again after a crash and says that it is a new one', () => {
    const { state, effects } = run([start, ready(1), exit(1), ready(2)])
    expect(state).toMatchObject({ kind: 'ready', generation: 2, failures: 1 })
    expect(effects).toContainEqual({ do: 'announce-ready', generation: 2, restarted: true })
  })

  it('opens the circuit after three crashes in a row', () => {
    const events = [start, ready(1), exit(1), ready(2), exit(2), ready(3), exit(3, 134)]
    const { state, effects } = run(events)
    expect(state).toMatchObject({ kind: 'stopped', reason: { code: 'INTERNAL' } })
    expect(kinds(effects).filter((kind) => kind === 'fork')).toHaveLength(maximumFailures)
    const told = effects.find((effect) => effect.do === 'announce-stopped')
    expect(told?.reason.message).toContain('exit code 134')
    expect(told?.reason.message).toContain('3 times in a row')
  })

  it('forgets earlier crashes once the engine has been at work for a while', () => {
    const events: EngineLifecycleEvent[] = [start]
    for (let generation = 1; generation <= 10; generation += 1) {
      events.push(ready(generation, 0), exit(generation, 1, soundAfter))
    }
    expect(run(events).state).toMatchObject({ kind: 'starting', generation: 11, failures: 1 })
  })

  it('starts anew when the user asks after the circuit opened', () => {
    const events = [start, exit(1), exit(2), exit(3), start]
    expect(run(events).state).toEqual({ kind: 'starting', generation: 4, failures: 0 })
  })

  it('ignores what an earlier generation left behind', () => {
    const before = run([start, ready(1), exit(1)]).state
    for (const event of [ready(1), exit(1), deadline(1), { type: 'nonsense', generation: 1 } as const]) {
      expect(advance(before, event)).toEqual({ state: before, effects: [] })
    }
  })
})

describe('closing', () => {
  it('asks, waits for the exit, and is closed', () => {
    const { state, effects } = run([start, ready(1), close, exit(1, 0)])
    expect(state).toEqual({ kind: 'closed' })
    expect(kinds(effects).slice(-4)).toEqual([
      'ask-to-close',
      'set-deadline',
      'clear-deadline',
      'announce-closed',
    ])
  })

  it('kills after the deadline, and waits no longer than a second deadline', () => {
    const killed = run([start, ready(1), close, deadline(1)])
    expect(kinds(killed.effects).slice(-2)).toEqual(['kill', 'set-deadline'])
    expect(killed.state.kind).toBe('closing')
    expect(run([start, ready(1), close, deadline(1), deadline(1)]).state.kind).toBe('closed')
  })

  it('does not start again what exits while closing', () => {
    expect(kinds(run([start, close, exit(1, 139)]).effects)).toEqual([
      'fork',
      'set-deadline',
      'ask-to-close',
      'set-deadline',
      'clear-deadline',
      'announce-closed',
    ])
  })

  it('is closed at once when nothing runs', () => {
    expect(run([close]).state.kind).toBe('closed')
    expect(run([start, exit(1), exit(2), exit(3), close]).state.kind).toBe('closed')
  })
})

describe('whatever happens', () => {
  const generation = fc.integer({ min: 1, max: 6 })
  const event: fc.Arbitrary<EngineLifecycleEvent> = fc.oneof(
    fc.constant(start),
    { arbitrary: fc.constant(close), weight: 1 },
    { arbitrary: generation.map((number) => ready(number)), weight: 3 },
    { arbitrary: generation.map((number) => exit(number)), weight: 3 },
    generation.map(deadline),
    generation.map((number) => ({ type: 'nonsense', generation: number }) as const),
    generation.map(
      (number) =>
        ({
          type: 'message',
          message: { type: 'failed', generation: number, code: 'INTERNAL', message: 'x' },
          now: 0,
        }) as const,
    ),
  )

  it('never has two live processes, and never starts one after closing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = initialLifecycle
        const live = new Set<number>()
        let closing = false
        for (const next of events) {
          // A process can only exit once, and only when it was started.
          if (next.type === 'exit' && !live.delete(next.generation)) continue
          closing ||= next.type === 'close'
          const step = advance(state, next)
          state = step.state
          for (const effect of step.effects) {
            if (effect.do !== 'fork') continue
            expect(closing).toBe(false)
            expect(live.size).toBe(0)
            live.add(effect.generation)
          }
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('closes from every state within two deadlines', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let { state } = run([...events, close])
        for (let count = 0; count < 2 && state.kind === 'closing'; count += 1) {
          state = advance(state, deadline(state.generation)).state
        }
        expect(state.kind).toBe('closed')
      }),
      { numRuns: 2_000 },
    )
  })
})
