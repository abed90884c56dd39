import { describe, expect, it } from 'vitest'
import { bytesOf } from './size-text.ts'

describe('bytesOf', () => {
  it.each([
    ['0', 0],
    ['4096', 4_096],
    ['12B', 12],
    ['10MB', 10_000_000],
    ['10 mb', 10_000_000],
    ['4KiB', 4_096],
    ['1.5GB', 1_500_000_000],
    ['0.5kib', 512],
    ['2TiB', 2 * 2 ** 40],
  ])('reads %s', (text, expected) => {
    expect(bytesOf(text)).toBe(expected)
  })

  it.each(['', '-1', '10M', '10K', 'MB', '1,5MB', '9999999999999TB', '1e6'])(
    'does not take %j for a size',
    (text) => {
      expect(bytesOf(text)).toBeNull()
    },
  )
})
