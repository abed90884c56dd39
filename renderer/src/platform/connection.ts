import { createORPCClient } from '@orpc/client'
import type { ClientLink } from '@orpc/client'
import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { EngineInfo } from '../../../shared/contract/contract.ts'
import { protocolVersion } from '../../../shared/contract/protocol.ts'
import { UnreachableError } from './engine-client.ts'
import type { EngineClient, EngineLink, EngineTransport, UnreachableReason } from './engine-client.ts'

export type ConnectionState =
  /** At the start, until the engine has answered for the first time. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly info: EngineInfo }
  /** Not connected; tried again by itself. `before` tells whether it ever was. */
  | { readonly kind: 'lost'; readonly reason: UnreachableReason; readonly before: boolean }
  /** Interface and engine are of different versions. Nothing is tried again: a reload may help. */
  | { readonly kind: 'mismatch'; readonly engineVersion: number; readonly interfaceVersion: number }

export interface Connection {
  readonly state: Readonly<ShallowRef<ConnectionState>>
  /** Stays the same for good: a call made while there is no connection waits for the next one. */
  readonly client: EngineClient
  /** Tries again now rather than after the pause. */
  retry(): void
  /** Ends the connection for good. */
  stop(): void
}

/** Pauses between attempts, in milliseconds; the last one repeats. */
const pauses = [100, 250, 500, 1_000, 2_000, 4_000]

/** Waits, until woken at the latest. Answers a way to wake it. */
export type Pause = (milliseconds: number) => { readonly over: Promise<void>; readonly wake: () => void }

function pauseByClock(milliseconds: number): ReturnType<Pause> {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  return {
    over,
    wake: () => {
      clearTimeout(timer)
      resolve()
    },
  }
}

/** Keeps a connection to the engine, and makes a new one whenever it is lost. */
export function connect(transport: EngineTransport, pause: Pause = pauseByClock): Connection {
  const state = shallowRef<ConnectionState>({ kind: 'connecting' })
  const stopped = new AbortController()
  let current = Promise.withResolvers<EngineLink>()
  let wake = (): void => undefined
  let open: EngineLink | null = null

  async function handshake(): Promise<'ended' | 'mismatch'> {
    const opened = await transport.open()
    open = opened
    try {
      const info = await createORPCClient<EngineClient>(opened.link).engine.info()
      if (info.protocolVersion !== protocolVersion) {
        state.value = {
          kind: 'mismatch',
          engineVersion: info.protocolVersion,
          interfaceVersion: protocolVersion,
        }
        return 'mismatch'
      }
      state.value = { kind: 'connected', info }
      current.resolve(opened)
      await opened.closed
      return 'ended'
    } finally {
      opened.close()
      open = null
    }
  }

  async function keepConnected(): Promise<void> {
    let failures = 0
    let before = false
    while (!stopped.signal.aborted) {
      let reason: UnreachableReason = 'no-answer'
      try {
        if ((await handshake()) === 'mismatch') return
        before = true
        failures = 0
        current = Promise.withResolvers<EngineLink>()
      } catch (error) {
        if (error instanceof UnreachableError) reason = error.reason
        failures += 1
      }
      state.value = { kind: 'lost', reason, before }
      const pausing = pause(pauses[Math.min(failures, pauses.length - 1)] ?? 0)
      wake = pausing.wake
      await pausing.over
    }
  }

  async function connected(signal: AbortSignal | undefined): Promise<EngineLink> {
    signal?.throwIfAborted()
    if (signal === undefined) return current.promise
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    const settled = new AbortController()
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason)
      },
      { signal: settled.signal },
    )
    try {
      return await Promise.race([current.promise, aborted])
    } finally {
      settled.abort()
    }
  }

  const link: ClientLink<Record<never, never>> = {
    async call(path, input, options) {
      const { link: live } = await connected(options.signal)
      return live.call(path, input, options)
    },
  }

  void keepConnected()
  return {
    state,
    client: createORPCClient<EngineClient>(link),
    retry: () => {
      wake()
    },
    stop: () => {
      stopped.abort()
      open?.close()
      wake()
    },
  }
}
