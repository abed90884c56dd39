import { desktopOrigin } from '../../shared/contract/desktop-bridge.ts'

/**
 * Whether an address is the interface's own page. Electron's `origin` and `url` of a frame are text from
 * Chromium; the address is parsed and its parts compared, since a prefix test lets
 * `app://batchyard.example/` through.
 */
export function isOwnPage(address: string): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  // Node gives a scheme it does not know the origin "null", so the parts are compared.
  return `${url.protocol}//${url.host}` === desktopOrigin && url.username === '' && url.password === ''
}

/** The part of a frame that tells whether it may ask the main process for something. */
export interface SenderFrame {
  readonly url: string
  /** The frame that holds this one; null for the page itself. */
  readonly parent: object | null
}

/**
 * Whether a message came from the interface's own page itself: not from a frame inside it, not from a
 * page that was left or destroyed meanwhile.
 */
export function isOwnFrame(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}
