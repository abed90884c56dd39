import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How many browsers may be let in at a time; the one that came first is forgotten first. */
const maximumSessions = 16

/** A secret that cannot be guessed: 256 bits, as text for an address or a cookie. */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Secrets are kept and compared as digests, so that comparing takes the same time whatever was sent. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest()
}

/**
 * Who is let in: a one-time token in the printed address is exchanged for the cookie of a session.
 * The token that was made last is the one that counts; using it ends it.
 */
export class AccessControl {
  #token: Buffer | null = null
  #sessions: Buffer[] = []

  /** A new token, in the place of the one before. */
  newToken(): string {
    const token = newSecret()
    this.#token = digest(token)
    return token
  }

  /** Exchanges the token for the secret of a new session. Null when the token is wrong or used up. */
  redeem(token: string): string | null {
    const expected = this.#token
    if (expected === null || !timingSafeEqual(expected, digest(token))) return null
    this.#token = null
    const session = newSecret()
    this.#sessions = [...this.#sessions, digest(session)].slice(-maximumSessions)
    return session
  }

  /** Whether the secret is that of a session. */
  admits(session: string): boolean {
    const given = digest(session)
    let found = false
    for (const known of this.#sessions) {
      if (timingSafeEqual(known, given)) found = true
    }
    return found
  }
}

/** The cookie's name. Cookies are shared by all ports of a host, so the port is part of the name. */
export function cookieName(port: number): string {
  return `batchyard_${port}`
}

/** The cookie of a session: out of the page's reach, and sent with no request that starts elsewhere. */
export function sessionCookie(port: number, session: string): string {
  return `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`
}

/** All values that a request sends for the cookie: another program on the host may have set one as well. */
export function cookieValues(header: string | undefined, name: string): string[] {
  if (header === undefined) return []
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}
