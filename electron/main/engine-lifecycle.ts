import type { FromHostMessage } from '../../shared/contract/host-messages.ts'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import type { ErrorDescription } from '../../shared/model/run.ts'

/** How many times in a row the engine may end unexpectedly before it is no longer started by itself. */
export const maximumFailures = 3
/** An engine that has been at work for this long counts as sound again, in milliseconds. */
export const soundAfter = 60_000
/** How long an engine may take to answer `start`, in milliseconds. A migration of a large database fits. */
export const startDeadline = 120_000
/** How long an engine may take to close before it is killed, in milliseconds. */
export const closeDeadline = 5_000
/** How long a killed process may take to be gone before it is no longer waited for, in milliseconds. */
export const killDeadline = 2_000

/**
 * The engine process's life as the main process sees it. There is never more than one live process: a new
 * one is started only after the exit of the old one was seen. `failures` counts unexpected ends in a row.
 */
export type EngineLifecycle =
  | { readonly kind: 'idle'; readonly generation: number; readonly failures: number }
  | { readonly kind: 'starting'; readonly generation: number; readonly failures: number }
  | { readonly kind: 'ready'; readonly generation: number; readonly failures: number; readonly since: number }
  /** It cannot be used; its exit is awaited. */
  | {
      readonly kind: 'failing'
      readonly generation: number
      readonly failures: number
      readonly reason: ErrorDescription
      /** Whether starting again could help. */
      readonly retry: boolean
    }
  /** The circuit is open: only the user starts it again. */
  | { readonly kind: 'stopped'; readonly generation: number; readonly reason: ErrorDescription }
  | { readonly kind: 'closing'; readonly generation: number; readonly killed: boolean }
  | { readonly kind: 'closed' }

export type EngineLifecycleEvent =
  | { readonly type: 'start' }
  | { readonly type: 'message'; readonly message: FromHostMessage; readonly now: number }
  /** The process said something that is no `FromHostMessage`. */
  | { readonly type: 'nonsense'; readonly generation: number }
  | { readonly type: 'exit'; readonly generation: number; readonly code: number; readonly now: number }
  /** The deadline that was set last has passed. */
  | { readonly type: 'deadline'; readonly generation: number }
  | { readonly type: 'close' }

export type EngineLifecycleEffect =
  | { readonly do: 'fork'; readonly generation: number }
  | { readonly do: 'ask-to-close'; readonly generation: number }
  | { readonly do: 'kill'; readonly generation: number }
  /** Replaces the deadline that was set before. */
  | { readonly do: 'set-deadline'; readonly generation: number; readonly milliseconds: number }
  | { readonly do: 'clear-deadline' }
  /** Ports may be handed out. `restarted`: an earlier generation had been ready. */
  | { readonly do: 'announce-ready'; readonly generation: number; readonly restarted: boolean }
  | { readonly do: 'announce-stopped'; readonly reason: ErrorDescription }
  | { readonly do: 'announce-closed' }

export interface EngineLifecycleStep {
  readonly state: EngineLifecycle
  readonly effects: readonly EngineLifecycleEffect[]
}

export const initialLifecycle: EngineLifecycle = { kind: 'idle', generation: 0, failures: 0 }

/**
 * The one place that decides what becomes of the engine process. Pure: time comes in with the events, and
 * what is to be done goes out as effects. An event of another generation than the present one changes
 * nothing.
 */
export function advance(state: EngineLifecycle, event: EngineLifecycleEvent): EngineLifecycleStep {
  switch (event.type) {
    case 'start':
      if (state.kind === 'idle') return fork(state.generation, state.failures)
      // The user asks for it: the count starts anew.
      if (state.kind === 'stopped') return fork(state.generation, 0)
      return unchanged(state)
    case 'message':
      return onMessage(state, event.message, event.now)
    case 'nonsense':
      if (!isCurrent(state, event.generation)) return unchanged(state)
      return fail(state, false, {
        code: 'PROTOCOL_MISMATCH',
        message: 'The engine answered with something this version of Batchyard does not understand.',
      })
    case 'exit':
      return onExit(state, event)
    case 'deadline':
      return onDeadline(state, event.generation)
    case 'close':
      return onClose(state)
  }
}

function onMessage(state: EngineLifecycle, message: FromHostMessage, now: number): EngineLifecycleStep {
  if (state.kind !== 'starting' || message.generation !== state.generation) return unchanged(state)
  if (message.type === 'failed') {
    return fail(state, false, { code: message.code, message: message.message })
  }
  if (message.protocolVersion !== protocolVersion) {
    return fail(state, false, {
      code: 'PROTOCOL_MISMATCH',
      message: `The engine speaks version ${message.protocolVersion} of the protocol, the application version ${protocolVersion}. Install Batchyard again.`,
    })
  }
  const { generation, failures } = state
  return {
    state: { kind: 'ready', generation, failures, since: now },
    effects: [{ do: 'clear-deadline' }, { do: 'announce-ready', generation, restarted: generation > 1 }],
  }
}

function onExit(
  state: EngineLifecycle,
  event: Extract<EngineLifecycleEvent, { type: 'exit' }>,
): EngineLifecycleStep {
  if (!isCurrent(state, event.generation)) return unchanged(state)
  switch (state.kind) {
    case 'starting':
      return afterFailure(state.generation, state.failures + 1, endedUnexpectedly(event.code))
    case 'ready': {
      const before = event.now - state.since >= soundAfter ? 0 : state.failures
      return afterFailure(state.generation, before + 1, endedUnexpectedly(event.code))
    }
    case 'failing':
      if (state.retry) return afterFailure(state.generation, state.failures + 1, state.reason)
      return stop(state.generation, state.reason)
    case 'closing':
      return closed()
    case 'idle':
    case 'stopped':
    case 'closed':
      return unchanged(state)
  }
}

function onDeadline(state: EngineLifecycle, generation: number): EngineLifecycleStep {
  if (!isCurrent(state, generation)) return unchanged(state)
  switch (state.kind) {
    case 'starting':
      return fail(state, true, {
        code: 'INTERNAL',
        message: `The engine did not start within ${startDeadline / 1000} seconds.`,
      })
    case 'closing':
      if (state.killed) return closed()
      return {
        state: { ...state, killed: true },
        effects: [
          { do: 'kill', generation },
          { do: 'set-deadline', generation, milliseconds: killDeadline },
        ],
      }
    case 'idle':
    case 'ready':
    case 'failing':
    case 'stopped':
    case 'closed':
      return unchanged(state)
  }
}

function onClose(state: EngineLifecycle): EngineLifecycleStep {
  switch (state.kind) {
    case 'starting':
    case 'ready':
    case 'failing': {
      const { generation } = state
      return {
        state: { kind: 'closing', generation, killed: false },
        effects: [
          { do: 'ask-to-close', generation },
          { do: 'set-deadline', generation, milliseconds: closeDeadline },
        ],
      }
    }
    case 'idle':
    case 'stopped':
      return closed()
    case 'closing':
      return unchanged(state)
    case 'closed':
      // Whoever asks late is told too.
      return closed()
  }
}

/** Gives up a live process. It is killed, not asked: it said that it cannot serve, or says nothing. */
function fail(state: EngineLifecycle, retry: boolean, reason: ErrorDescription): EngineLifecycleStep {
  if (state.kind !== 'starting' && state.kind !== 'ready') return unchanged(state)
  const { generation, failures } = state
  return {
    state: { kind: 'failing', generation, failures, reason, retry },
    effects: [{ do: 'clear-deadline' }, { do: 'kill', generation }],
  }
}

function afterFailure(generation: number, failures: number, reason: ErrorDescription): EngineLifecycleStep {
  if (failures < maximumFailures) return fork(generation, failures)
  return stop(generation, {
    code: reason.code,
    message: `${reason.message} That was ${failures} times in a row, so it is not started again by itself.`,
  })
}

function stop(generation: number, reason: ErrorDescription): EngineLifecycleStep {
  return {
    state: { kind: 'stopped', generation, reason },
    effects: [{ do: 'clear-deadline' }, { do: 'announce-stopped', reason }],
  }
}

function fork(generation: number, failures: number): EngineLifecycleStep {
  const next = generation + 1
  return {
    state: { kind: 'starting', generation: next, failures },
    effects: [
      { do: 'fork', generation: next },
      { do: 'set-deadline', generation: next, milliseconds: startDeadline },
    ],
  }
}

function closed(): EngineLifecycleStep {
  return { state: { kind: 'closed' }, effects: [{ do: 'clear-deadline' }, { do: 'announce-closed' }] }
}

function unchanged(state: EngineLifecycle): EngineLifecycleStep {
  return { state, effects: [] }
}

function isCurrent(state: EngineLifecycle, generation: number): boolean {
  return state.kind !== 'closed' && state.generation === generation
}

function endedUnexpectedly(code: number): ErrorDescription {
  return { code: 'INTERNAL', message: `The engine ended unexpectedly (exit code ${code}).` }
}
