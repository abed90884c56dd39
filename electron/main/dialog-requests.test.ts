import { basename, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nonceArguments, saveArguments, showArguments } from './dialog-requests.ts'

describe('saveArguments', () => {
  it.each(['run-3.csv', '.hidden', 'Übersicht 2026.csv', 'a..b', '…', '-rf'])('accepts %j', (name) => {
    expect(saveArguments.safeParse([name]).success).toBe(true)
  })

  it.each([
    '',
    '.',
    '..',
    '../run.csv',
    '/etc/passwd',
    'a/b',
    'a\\b',
    'C:\\run.csv',
    'a\0b',
    'x'.repeat(256),
  ])('refuses %j', (name) => {
    expect(saveArguments.safeParse([name]).success).toBe(false)
  })

  it('accepts only what is its own base name', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', '\0'), maxLength: 8 }), (name) => {
        if (saveArguments.safeParse([name]).success) expect(basename(name)).toBe(name)
      }),
    )
  })
})

describe('showArguments', () => {
  it('accepts an absolute path with odd characters', () => {
    expect(showArguments.safeParse([resolve('/photos/a\nb “c” 🙂.jpg')]).success).toBe(true)
  })

  it.each(['', 'relative/file', '../up', '/a\0b', 'file:///etc/passwd', 'https://example.org/'])(
    'refuses %j',
    (path) => {
      expect(showArguments.safeParse([path]).success).toBe(false)
    },
  )

  it('says why a name that is not valid UTF-8 cannot be shown', () => {
    const parsed = showArguments.safeParse([resolve('/photos/\uDCFF.jpg')])
    expect(parsed.error?.issues[0]?.message).toContain('not valid UTF-8')
  })
})

describe('nonceArguments', () => {
  it.each([['short'], [7], ['x'.repeat(101)], [{}]])('refuses %j', (nonce) => {
    expect(nonceArguments.safeParse([nonce]).success).toBe(false)
  })
})
