import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinCommandLine, quoteWord, splitCommandLine } from './command-line.ts'

function wordsOf(line: string): string[] {
  const split = splitCommandLine(line)
  if (split.ok) return split.value
  throw new Error(split.message)
}

function faultOf(line: string): string {
  const split = splitCommandLine(line)
  return split.ok ? `none: ${JSON.stringify(split.value)}` : split.message
}

describe('splitCommandLine', () => {
  it.each<[line: string, words: string[]]>([
    ['', []],
    [' \t\n ', []],
    ['gzip -k {}', ['gzip', '-k', '{}']],
    ['  a \t b\n c  ', ['a', 'b', 'c']],
    [`'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`a'b'"c"d`, ['abcd']],
    [`'' "" x''`, ['', '', 'x']],
    [`'a\\'`, ['a\\']],
    [`"a\\"b\\\\c\\$d\\\`e\\f"`, ['a"b\\c$d`e\\f']],
    [`"it's" 'say "so"'`, ["it's", 'say "so"']],
    ['a\\\nb "c\\\nd" \\\n e', ['ab', 'cd', 'e']],
    ['a "b\nc"', ['a', 'b\nc']],
    ['$HOME *.jpg `x` #no [a] ~ !', ['$HOME', '*.jpg', '`x`', '#no', '[a]', '~', '!']],
    [`'|' "a&&b" \\>`, ['|', 'a&&b', '>']],
    ['ü😀\u00a0x', ['ü😀\u00a0x']],
  ])('%j', (line, words) => {
    expect(wordsOf(line)).toEqual(words)
  })

  it('says where a quote begins that is never closed', () => {
    expect(faultOf(`echo 'a`)).toBe('has a single quote at character 6 that is never closed')
    expect(faultOf(`echo "a\\"`)).toBe('has a double quote at character 6 that is never closed')
    expect(faultOf(`echo it's`)).toContain('single quote at character 8')
    expect(faultOf('echo a\\')).toContain('ends in a backslash')
  })

  it.each(['a | b', 'a > b', 'a 2>&1', 'a && b', 'a;b', 'a &', '(a)', 'a < b'])(
    'refuses what only a shell would heed: %s',
    (line) => {
      expect(faultOf(line)).toContain('which only a shell understands')
    },
  )

  it('makes of a line the words that a shell makes of it', () => {
    const character = fc.constantFrom('a', 'ü', '{', ' ', '\t', "'", '"', '\\')
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (line) => {
        const split = splitCommandLine(line)
        fc.pre(split.ok)
        // printf repeats its format for each word; without one it would print it once.
        const script = `for word in ${line}\ndo printf '%s\\0' "$word"; done`
        const printed = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
        expect({ ok: true, value: printed.split('\0').slice(0, -1) }).toEqual(split)
      }),
      { numRuns: 200 },
    )
  })
})

describe('joinCommandLine', () => {
  it('makes lines that are split into the same words', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '"', '\\', ' ', '|', '\n', 'a') }),
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(wordsOf(joinCommandLine(words))).toEqual(words)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps bytes that are not UTF-8', () => {
    expect(wordsOf(joinCommandLine(['a\udcff\udc80b']))).toEqual(['a\udcff\udc80b'])
  })

  it('uses quotes only where they are needed', () => {
    expect(joinCommandLine(['gzip', '-k', '{}', 'a b', ''])).toBe(`gzip -k {} 'a b' ''`)
    expect(quoteWord("it's")).toBe(`'it'\\''s'`)
  })
})
