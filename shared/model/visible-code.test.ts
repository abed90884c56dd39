import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleCode } from './visible-code.ts'

describe('visibleCode', () => {
  it('leaves code as it is that hides nothing', () => {
    const code = 'if (a) {\n  b("é 漢字 😀")\n\n\tc()\n}\n'
    expect(visibleCode(code)).toBe(code)
  })

  it.each([
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    ['a\u200B\u2060\uFEFFb', 'a⟨U+200B⟩⟨U+2060⟩⟨U+FEFF⟩b'],
    ['rm\u00A0-rf', 'rm⟨U+00A0⟩-rf'],
    ['a\r\nb', 'a⟨U+000D⟩\nb'],
    ['\u001B[2K', '⟨U+001B⟩[2K'],
    ['\uDC80', '⟨U+DC80⟩'],
    ['\u{E0041}\u3164\u2800', '⟨U+E0041⟩⟨U+3164⟩⟨U+2800⟩'],
    ['a⟨3 blanks⟩b', 'a⟨U+27E8⟩3 blanks⟩b'],
    [`a${' '.repeat(200)}; rm`, 'a⟨200 blanks⟩; rm'],
    [`${'\t'.repeat(80)}rm`, '⟨80 blanks⟩rm'],
    [`a${'\n'.repeat(100)}rm`, 'a\n⟨99 empty lines⟩\nrm'],
    [`a${' \n'.repeat(100)}rm`, 'a⟨1 blanks⟩\n⟨99 empty lines⟩\nrm'],
    ['a  \nb', 'a⟨2 blanks⟩\nb'],
  ])('shows what would be invisible: %j', (code, shown) => {
    expect(visibleCode(code)).toBe(shown)
  })

  it('has nothing in it that is invisible, whatever it is given', () => {
    const text = fc.string({
      unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(' ', '\n', '\t', 'a', '\u202E')),
    })
    fc.assert(
      fc.property(text, (code) => {
        const shown = visibleCode(code)
        expect(shown).not.toMatch(
          /[^\P{C}\n\t]|[\u2028\u2029\u3164\u115F]|(?! )\p{Zs}| {9,}\S.* {9,}|\n{6,}/u,
        )
      }),
    )
  })
})
