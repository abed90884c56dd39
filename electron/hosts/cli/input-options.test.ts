import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { parseFilter } from './filter-options.ts'
import { addInputOptions, parseInputs, type RawInputOptions } from './input-options.ts'

/** What commander makes of a command line. */
function typed(line: string): { more: readonly string[]; raw: RawInputOptions } {
  const command = addInputOptions(new Command())
  command.parse(line.split(' '), { from: 'user' })
  return { more: command.args, raw: command.opts<RawInputOptions>() }
}

function inputs(line: string) {
  const { more, raw } = typed(line)
  return parseInputs(more, raw)
}

function filter(line: string) {
  return parseFilter(typed(line).raw)
}

describe('inputs on the command line', () => {
  it('are files, folders and patterns, one list, and ranges', () => {
    expect(inputs('--input a b --range 1..3 --range 007..9')).toEqual({
      texts: ['a', 'b'],
      list: null,
      ranges: [
        { from: 1, to: 3, step: 1, digits: 1 },
        { from: 7, to: 9, step: 1, digits: 3 },
      ],
    })
    expect(inputs('--input-list - --null')?.list).toEqual({ kind: 'list', file: '-', separator: 'nul' })
    expect(inputs('--ext jpg')).toBeNull()
  })

  it('may not be more than a job can have, and it is said what to do instead', () => {
    const many = Array.from({ length: 10_000 }, (_, place) => `f${place}`)
    expect(parseInputs(many, {})?.texts).toHaveLength(10_000)
    expect(() => parseInputs([...many, 'one'], {})).toThrow(/10,001 inputs .* 10,000 .* --input-list FILE/u)
  })

  it('may be a column of a CSV file, by its name or its number', () => {
    const rest = { kind: 'csv', file: 'f', header: false, delimiter: 'auto' }
    expect(inputs('--csv-list f')?.list).toEqual({ ...rest, column: 1 })
    expect(inputs('--csv-list f --csv-column path')?.list).toEqual({ ...rest, column: 'path' })
    expect(inputs('--csv-list f --csv-column 3 --csv-header --csv-delimiter tab')?.list).toEqual({
      ...rest,
      column: 3,
      header: true,
      delimiter: '\t',
    })
  })

  it.each([
    ['--input-list a --csv-list b', 'cannot be given together'],
    ['--csv-column 1', '--csv-column says how'],
    ['--csv-delimiter ;', '--csv-delimiter says how'],
    ['--csv-list f --csv-column 0', '--csv-column 0: expected'],
    ['--csv-list f --csv-delimiter x', '--csv-delimiter x: expected'],
    ['--null', '--null says how'],
    ['--range 1-5', '--range 1-5: expected 1..1000'],
  ])('%s is refused', (line, message) => {
    expect(() => inputs(line)).toThrow(message)
  })
})

describe('filters on the command line', () => {
  it('are only what was given, so that a preset can say the rest', () => {
    expect(filter('--input a')).toEqual({})
    expect(
      filter(
        '--include *.jpg --include b/ --exclude tmp --ext jpg,tif --ext .png --min-size 4KiB --max-size 10MB ' +
          '--newer-than 7d --older-than 2026-11-24 --no-hidden --follow-links --max-depth 2 --whole-folders',
      ),
    ).toEqual({
      include: ['*.jpg', 'b/'],
      exclude: ['tmp'],
      extensions: ['jpg', 'tif', '.png'],
      minSize: 4_096,
      maxSize: 10_000_000,
      modifiedAfter: '7d',
      modifiedBefore: '2026-11-24',
      hidden: false,
      followLinks: true,
      maxDepth: 2,
      wholeFolders: true,
    })
    expect(filter('--hidden')).toEqual({ hidden: true })
  })

  it.each([
    ['--min-size 10M', '--min-size 10M: expected a number of bytes'],
    ['--min-size 2MB --max-size 1MB', '--max-size: the smallest size is larger'],
    ['--newer-than soon', '--newer-than soon: expected a date'],
    ['--older-than 2026-02-30', '--older-than 2026-02-30: expected a date'],
    ['--ext a/b', '--ext a/b: expected an extension'],
    ['--ext jpg,,tif', '--ext : expected an extension'],
    ['--max-depth 0', '--max-depth 0: expected a whole number'],
    [`--include ${'x'.repeat(4_001)}`, '--include xxx'],
  ])('%s is refused', (line, message) => {
    expect(() => filter(line)).toThrow(message)
  })
})
