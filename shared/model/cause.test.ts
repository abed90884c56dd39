import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { causeOf, normaliseMessage } from './cause.ts'

describe('what messages have in common', () => {
  it.each([
    ['/a b/x.jpg could not be read (EIO).', '/a b/x.jpg', '<file> could not be read (EIO).'],
    ['x.jpg: no such entry', '/a/x.jpg', '<file>: no such entry'],
    ['/other/place/y.txt is not x.jpg', '/a/x.jpg', '<path> is not <file>'],
    ['Exit code 127 after 12.5 s at 10:33:01', '/a', 'Exit code <n> after <n> s at <n>'],
    ['Bad header 0xDEADBEEF in deadbeef01', '/a', 'Bad header <hex> in <hex>'],
    ['Id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 gone', '/a', 'Id <hex> gone'],
    [`Cannot open "anything": 'it' broke`, '/a', 'Cannot open <text>: <text> broke'],
    ['C:\\Users\\me\\x.jpg and C:/Temp/y', 'C:\\Users\\me\\x.jpg', '<file> and <path>'],
    ['ENOENT: open ../up/one and ~/home', '/a', 'ENOENT: open <path> and <path>'],
    ['yes and/or no, decade facade', '/a', 'yes and/or no, decade facade'],
    ['/photos/\\xE9.jpg is gone', '/photos/\uDCE9.jpg', '<file> is gone'],
    ['two\n  lines', '/a', 'two lines'],
    ['data is a date', '/x/dat', 'data is a date'],
  ])('%j of %j is %j', (message, path, expected) => {
    expect(normaliseMessage(message, path)).toBe(expected)
  })

  it('is the same for any plain file name and number', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9 _-]{2,20}\.(?:jpg|tif)$/u)
    fc.assert(
      fc.property(name, name, fc.nat(), fc.nat(), (one, other, first, second) => {
        const message = (file: string, line: number) => `/data/${file}: line ${line} of ${file} is wrong`
        expect(causeOf('TASK_FAILED', message(one, first), `/data/${one}`)).toBe(
          causeOf('TASK_FAILED', message(other, second), `/data/${other}`),
        )
      }),
    )
  })

  it('never throws and is bounded, whatever the message and the path', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3_000 })
    fc.assert(
      fc.property(text, text, (message, path) => {
        expect(normaliseMessage(message, path).length).toBeLessThanOrEqual(3_100)
        expect(causeOf('X', message, path)).toMatch(/^[\da-z]{11}$/u)
      }),
    )
  })

  it('takes no time that grows with the square of a hostile message', () => {
    const hostile = [
      '/'.repeat(100_000),
      'a-'.repeat(50_000),
      '"'.repeat(99_999),
      'f'.repeat(100_000),
      '1.'.repeat(50_000),
    ]
    for (const message of hostile) expect(normaliseMessage(message, '/a').length).toBeLessThanOrEqual(3_100)
  })

  it('tells codes and messages apart', () => {
    const causes = [
      causeOf('NOT_FOUND', 'It is gone.', '/a'),
      causeOf('READ_FAILED', 'It is gone.', '/a'),
      causeOf('READ_FAILED', 'It is locked.', '/a'),
    ]
    expect(new Set(causes).size).toBe(3)
  })
})
