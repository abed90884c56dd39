import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitText, textWidth, visibleText } from './terminal-text.ts'

describe('visibleText', () => {
  it('leaves ordinary text as it is', () => {
    expect(visibleText('photos/Größe 日本 🙂 it’s.jpg')).toBe('photos/Größe 日本 🙂 it’s.jpg')
  })

  it('shows a terminal escape sequence instead of sending it', () => {
    expect(visibleText('a\u001B[2Jb\u009B31m')).toBe('a\\u{1B}[2Jb\\u{9B}31m')
  })

  it('keeps a name with line ends on one line', () => {
    expect(visibleText('one\ntwo\r\tthree\u2028')).toBe('one\\ntwo\\r\\tthree\\u{2028}')
  })

  it('shows marks that turn the direction of writing', () => {
    expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice\\u{202E}fdp.exe')
  })

  it('shows bytes that are not UTF-8, and surrogates that stand for nothing', () => {
    expect(visibleText('caf\uDCE9')).toBe('caf\\xE9')
    expect(visibleText('x\uD800y')).toBe('x\\u{D800}y')
  })

  it('gives printable, well-formed text for anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleText(text)
        expect(shown.isWellFormed()).toBe(true)
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u)
      }),
    )
  })
})

describe('fitText', () => {
  it('cuts at the width and says so', () => {
    expect(fitText('abcdef', 6)).toBe('abcdef')
    expect(fitText('abcdefg', 6)).toBe('abcde…')
  })

  it('counts wide characters as two and combining ones as none', () => {
    expect(textWidth('日本')).toBe(4)
    expect(textWidth('e\u0301')).toBe(1)
    expect(fitText('日本語', 5)).toBe('日本…')
  })

  it('never takes more than the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, width) => {
        expect(textWidth(fitText(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })
})
