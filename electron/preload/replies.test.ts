import { describe, expect, it } from 'vitest'
import type { DesktopReply } from '../../shared/contract/desktop-channels.ts'
import { pathOrNull, paths, unwrapReply } from './replies.ts'

describe('unwrapReply', () => {
  it('gives the data of a good reply', () => {
    const reply: DesktopReply = { ok: true, data: ['/a'] }
    expect(unwrapReply(reply)).toEqual(['/a'])
  })

  it('throws the message of an error', () => {
    const reply: DesktopReply = { ok: false, error: { code: 'NOT_FOUND', message: '/a is no longer there.' } }
    expect(() => unwrapReply(reply)).toThrow('/a is no longer there.')
  })

  it.each([null, undefined, 'yes', {}, { ok: 'true', data: 1 }, { ok: false }])('refuses %j', (reply) => {
    expect(() => unwrapReply(reply)).toThrow('does not understand')
  })
})

describe('paths', () => {
  it('accepts a list of text', () => {
    expect(paths([])).toEqual([])
    expect(paths(['/a', '/b'])).toEqual(['/a', '/b'])
  })

  it.each([null, '/a', ['/a', 3], {}])('refuses %j', (data) => {
    expect(() => paths(data)).toThrow()
  })
})

describe('pathOrNull', () => {
  it('accepts a path and null', () => {
    expect(pathOrNull('/a')).toBe('/a')
    expect(pathOrNull(null)).toBe(null)
  })

  it.each([undefined, 3, ['/a']])('refuses %j', (data) => {
    expect(() => pathOrNull(data)).toThrow()
  })
})
