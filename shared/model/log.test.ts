import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendToLog, emptyLog, keptLogLength, logText } from './log.ts'

function grown(pieces: readonly string[]) {
  return pieces.reduce(appendToLog, emptyLog)
}

describe('a log', () => {
  it('is kept whole while it is short', () => {
    expect(logText(grown(['one\n', '', 'two\n']))).toEqual({ text: 'one\ntwo\n', truncatedBytes: 0 })
    const full = 'x'.repeat(keptLogLength)
    expect(logText(grown([full]))).toEqual({ text: full, truncatedBytes: 0 })
  })

  it('keeps its beginning and its end, and says how much is gone', () => {
    const half = keptLogLength / 2
    const { text, truncatedBytes } = logText(grown(['a'.repeat(half), 'é'.repeat(600_000), 'z'.repeat(half)]))
    expect(truncatedBytes).toBe(1_200_000)
    expect(text).toBe(`${'a'.repeat(half)}\n… 1,200,000 bytes left out …\n${'z'.repeat(half)}`)
  })

  it('loses nothing but its middle, cuts no character in half, and stays bounded', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .tuple(fc.constantFrom('a', 'é', '€', '😀'), fc.nat(40_000))
        .map(([unit, count]) => unit.repeat(count)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const whole = pieces.join('')
        const log = grown(pieces)
        expect(log.head.length + log.tail.length).toBeLessThanOrEqual(2 * keptLogLength)
        const { text, truncatedBytes } = logText(log)
        if (truncatedBytes === 0) {
          expect(text).toBe(whole)
          return
        }
        expect(text.length).toBeLessThanOrEqual(keptLogLength + 60)
        const [head = '', tail = ''] = text.split(/\n… [\d,]+ bytes left out …\n/u)
        expect(whole.startsWith(head) && whole.endsWith(tail)).toBe(true)
        expect(Buffer.byteLength(head) + truncatedBytes + Buffer.byteLength(tail)).toBe(
          Buffer.byteLength(whole),
        )
      }),
      { numRuns: 60 },
    )
  })
})
