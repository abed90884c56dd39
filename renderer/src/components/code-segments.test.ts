import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleCode } from '../../../shared/model/visible-code.ts'
import { codeSegments } from './code-segments.ts'

test('what stands for something unseen is told from the code', () => {
  expect(codeSegments(visibleCode('echo \u202Ea'))).toEqual([
    { text: 'echo ', isStandIn: false },
    { text: '⟨U+202E⟩', isStandIn: true },
    { text: 'a', isStandIn: false },
  ])
  expect(codeSegments('')).toEqual([])
})

test('code cannot pretend that something in it is a stand-in, and nothing of it is lost', () => {
  expect(codeSegments(visibleCode('⟨3 blanks⟩')).map(({ isStandIn }) => isStandIn)).toEqual([true, false])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (code) => {
      const shown = visibleCode(code)
      expect(
        codeSegments(shown)
          .map(({ text }) => text)
          .join(''),
      ).toBe(shown)
    }),
  )
})
