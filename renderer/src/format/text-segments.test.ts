import { describe, expect, it } from 'vitest'
import { textSegments } from './text-segments.ts'

function shown(text: string): string {
  return textSegments(text)
    .map(({ text: part, standsFor }) => (standsFor === null ? part : `‹${part}›`))
    .join('')
}

describe('the segments of a text', () => {
  it('leave lines, tabs, spaces and the text of every language as they are', () => {
    const text = '  a\tb\n\nGrüße　日本語 👨‍👩‍👧 ❤️\n'
    expect(textSegments(text)).toEqual([{ text, standsFor: null }])
    expect(shown('one\r\ntwo')).toBe('one\ntwo')
    expect(textSegments('')).toEqual([])
  })

  it('show what cannot be seen, set apart', () => {
    expect(shown('a\u0007b\u001B[0m')).toBe('a‹\\x07›b‹\\x1B›[0m')
    expect(shown('cod\u202Egpj.exe\u200B')).toBe('cod‹[U+202E]›gpj.exe‹[U+200B]›')
    expect(shown('half \uD83D')).toBe('half ‹[U+D83D]›')
    expect(shown('alone\rhere')).toBe('alone‹\\r›here')
  })
})
