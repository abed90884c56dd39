import { describe, expect, it } from 'vitest'
import { AccessControl, cookieValues, sessionCookie } from './access-control.ts'

describe('AccessControl', () => {
  it('exchanges a token once', () => {
    const access = new AccessControl()
    const token = access.newToken()
    const session = access.redeem(token)
    expect(session).toMatch(/^[\w-]{43}$/u)
    expect(access.redeem(token)).toBeNull()
    expect(access.admits(session ?? '')).toBe(true)
  })

  it('takes neither a wrong token nor one that was replaced, and is not spoilt by them', () => {
    const access = new AccessControl()
    const old = access.newToken()
    const token = access.newToken()
    expect(access.redeem('')).toBeNull()
    expect(access.redeem(`${token}x`)).toBeNull()
    expect(access.redeem(old)).toBeNull()
    expect(access.redeem(token)).not.toBeNull()
  })

  it('does not take a token for a session', () => {
    const access = new AccessControl()
    expect(access.admits(access.newToken())).toBe(false)
    expect(access.admits('')).toBe(false)
  })

  it('lets in several browsers, and forgets the first of too many', () => {
    const access = new AccessControl()
    const sessions = Array.from({ length: 17 }, () => access.redeem(access.newToken()) ?? '')
    expect(sessions.map((session) => access.admits(session))).toEqual([
      false,
      ...Array<boolean>(16).fill(true),
    ])
  })
})

describe('cookies', () => {
  it('are out of the reach of scripts and of other sites', () => {
    expect(sessionCookie(80, 'abc')).toBe('batchyard_80=abc; Path=/; HttpOnly; SameSite=Strict')
  })

  it('are found among others, each of them where there are several', () => {
    expect(cookieValues('a=1; batchyard_80=x;batchyard_80=y; batchyard_8=z', 'batchyard_80')).toEqual([
      'x',
      'y',
    ])
    expect(cookieValues(undefined, 'batchyard_80')).toEqual([])
  })
})
