import type { ContractRouterClient } from '@orpc/contract'
import type { ClientLink } from '@orpc/client'
import type { contract } from '../../../shared/contract/contract.ts'

/** The engine, as the interface calls it. */
export type EngineClient = ContractRouterClient<typeof contract>

/** One connection to an engine, for as long as it lasts. */
export interface EngineLink {
  readonly link: ClientLink<Record<never, never>>
  /** Settles when the connection has ended, whoever ended it. Never rejects. */
  readonly closed: Promise<void>
  close(): void
}

/** Why no connection could be made. */
export type UnreachableReason =
  /** Nothing answers: the engine is not running, or not yet. */
  | 'no-answer'
  /** The engine answers but knows this page no longer: it was started anew and needs its new address. */
  | 'not-admitted'

/** Thrown by a transport that could not connect. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  readonly reason: UnreachableReason

  constructor(reason: UnreachableReason) {
    super(`The engine cannot be reached: ${reason}`)
    this.reason = reason
  }
}

/** How connections are made on a platform. */
export interface EngineTransport {
  /** Connects, or rejects with `UnreachableError`. */
  open(): Promise<EngineLink>
}
