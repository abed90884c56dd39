import { describe, expect, it } from 'vitest'
import { parseOutput } from './output-options.ts'

describe('the options of outputs', () => {
  it('are none where nothing is given', () => {
    expect(parseOutput({}, undefined, '/called/from')).toEqual({})
  })

  it('name a folder from where the command is called', () => {
    expect(parseOutput({ outputDir: 'out', keepTree: true }, undefined, '/called/from')).toEqual({
      place: { kind: 'folder', path: '/called/from/out', keepTree: true },
    })
    expect(parseOutput({ outputDir: '/out' }, undefined, '/called/from')).toEqual({
      place: { kind: 'folder', path: '/out', keepTree: false },
    })
  })

  it('come before what the preset says, and leave the rest of it', () => {
    const preset = { place: { kind: 'folder', path: '/kept' }, name: '{/}', keepDates: true } as const
    expect(
      parseOutput({ ifExists: 'skip', keepTree: true, keepPermissions: true }, preset, '/called/from'),
    ).toEqual({
      place: { kind: 'folder', path: '/kept', keepTree: true },
      name: '{/}',
      ifExists: 'skip',
      keepDates: true,
      keepPermissions: true,
    })
    expect(parseOutput({ inPlace: true }, preset, '/called/from')).toMatchObject({
      place: { kind: 'in-place' },
    })
  })

  it.each([
    [{ inPlace: true, outputDir: 'out' }, /two places/u],
    [{ keepTree: true }, /--keep-tree needs --output-dir/u],
    [{ inPlace: true, keepTree: true }, /--keep-tree needs/u],
    [{ outputDir: '' }, /--output-dir needs/u],
    [{ outputName: '' }, /--output-name needs/u],
  ] as const)('refuse %j', (raw, message) => {
    expect(() => parseOutput(raw, undefined, '/called/from')).toThrow(message)
  })
})
