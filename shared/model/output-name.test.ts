import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fillOutputName,
  noMetadata,
  outputNameHelp,
  parseOutputName,
  type OutputMetadata,
  type OutputNameTemplate,
  type OutputNameValues,
} from './output-name.ts'

const noon = new Date(2026, 10, 28, 12, 5, 9).getTime()

const values: OutputNameValues = {
  baseName: 'photo.of me.JPG',
  seq: 7,
  counter: 3,
  relative: 'trip/day 1',
  modifiedAt: noon,
  newExtension: 'webp',
  metadata: noMetadata,
}

function template(text: string): OutputNameTemplate {
  const read = parseOutputName(text)
  if (!read.ok) throw new Error(`${text} ${read.message}`)
  return read.value
}

function fill(text: string, more: Partial<OutputNameValues> = {}): string {
  const filled = fillOutputName(template(text), { ...values, ...more })
  return filled.ok ? filled.value : `refused: ${filled.message}`
}

function tells(metadata: Partial<OutputMetadata>): Partial<OutputNameValues> {
  return { metadata: { ...noMetadata, ...metadata } }
}

describe('parseOutputName', () => {
  it.each([
    ['{/}', false],
    ['{relative}/{/.}-{####}.{newext}', false],
    ['{date}/{n}', false],
    ['{taken.year}/{/}', true],
    ['{width}x{height}', true],
    ['{{{n}}}', false],
  ])('reads %s', (text, needsMetadata) => {
    expect(template(text).needsMetadata).toBe(needsMetadata)
  })

  it.each([
    ['{nothing}', 'has an unknown placeholder {nothing}. Known are: '],
    ['a{', 'has a single {. Known are: '],
    ['{#n}', 'has an unknown placeholder {#n}.'],
    ['{}', 'has an unknown placeholder {}.'],
    ['/etc/{/}', 'begins with a slash'],
    ['a//b', 'has a folder without a name'],
    ['{/}/', 'has a folder without a name, or no name for the file'],
    ['../{/}', 'leads out of its folder'],
    ['a/./b', 'leads out of its folder'],
    ['a\0b', 'holds a NUL character'],
  ])('refuses %j', (text, message) => {
    const read = parseOutputName(text)
    expect(read.ok ? '' : read.message).toContain(message)
  })

  it('names every placeholder that it knows', () => {
    const known = outputNameHelp.matchAll(/\{[^{} ]+\}/gu)
    for (const [name] of known) expect(parseOutputName(name).ok).toBe(true)
    expect(outputNameHelp).toContain('{taken.second}')
  })
})

describe('fillOutputName', () => {
  it.each([
    ['{/}', 'photo.of me.JPG'],
    ['{/.}', 'photo.of me'],
    ['{ext}', 'JPG'],
    ['{/.}-small.{newext}', 'photo.of me-small.webp'],
    ['{relative}/{/}', 'trip/day 1/photo.of me.JPG'],
    ['{#}-{##}-{####}', '7-07-0007'],
    ['{n}-{nnn}', '3-003'],
    ['{date}_{hour}{minute}{second}', '2026-11-28_120509'],
    ['{year}/{month}/{day}/{/}', '2026/11/28/photo.of me.JPG'],
    ['{taken}', '2026-11-28'],
    ['{{{n}}}', '{3}'],
  ])('%s becomes %s', (text, expected) => {
    expect(fill(text)).toBe(expected)
  })

  it('takes dates from metadata where the file tells them', () => {
    const taken = { year: 999, month: 1, day: 2, hour: 3, minute: 4, second: 5 }
    expect(fill('{taken} {taken.hour}{taken.minute}{taken.second}', tells({ taken }))).toBe(
      '0999-01-02 030405',
    )
    expect(fill('{taken}', { modifiedAt: null, ...tells({ taken }) })).toBe('0999-01-02')
  })

  it('makes names of metadata that never lead anywhere', () => {
    const metadata = tells({
      artist: '../../etc',
      title: ' AC/DC\n\\ ',
      album: '..',
      track: 4,
      camera: 'X\u202E1',
    })
    expect(fill('{artist}/{track} {title}', metadata)).toBe('.._.._etc/04 AC_DC__')
    expect(fill('{album}/{camera}', metadata)).toBe('__/X_1')
  })

  it('refuses what the file does not tell, and says which', () => {
    expect(fill('{camera}/{/}')).toBe('refused: cannot be made: the file does not tell the camera ({camera})')
    expect(fill('{artist}', tells({ artist: ' \n ' }))).toBe('_')
    expect(fill('{artist}', tells({ artist: '  ' }))).toContain('refused')
    expect(fill('{taken}', { modifiedAt: null })).toContain(
      'when the file was last changed could not be told',
    )
    expect(fill('{date}', { modifiedAt: Number.MAX_VALUE })).toContain('refused')
  })

  it('has no empty folders and no dots of empty extensions', () => {
    expect(fill('{relative}/{/}', { relative: '' })).toBe('photo.of me.JPG')
    expect(fill('a/{relative}/{/}', { relative: '' })).toBe('a/photo.of me.JPG')
    expect(fill('{/.}.{newext}', { newExtension: '' })).toBe('photo.of me')
    expect(fill('{/.}.{ext}', { baseName: '.profile' })).toBe('.profile')
    expect(fill('{/.}/x', { baseName: '..jpg' })).toContain('refused: would have the name .')
    expect(fill('{relative}', { relative: '' })).toContain(
      'refused: would have a folder or a file without a name',
    )
  })

  it('keeps odd bytes, newlines and what else a name may have', () => {
    const baseName = 'a\n$(x)`y` %PATH% \udcff"\'\\.t\u202Ext'
    expect(fill('{/}', { baseName })).toBe(baseName)
    expect(fill('{/.}.{ext}', { baseName })).toBe(baseName)
    const windows = fillOutputName(template('{/}'), { ...values, baseName: 'a\\b/c' }, '/\\')
    expect(windows).toEqual({ ok: true, value: 'a_b_c' })
  })

  it('has as many folders as the template says, whatever the values hold', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '.', '/', '\\', '\0', '\n', ' ', '\udcff', '{', '}', '😀'),
    })
    const names = fc.constantFrom(
      '{/}',
      '{/.}',
      '{ext}',
      '{newext}',
      '{artist}',
      '{album}',
      '{title}',
      '{camera}',
      '{n}',
    )
    const templates = fc.array(fc.array(names, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(templates, text, text, text, text, (parts, baseName, artist, title, newExtension) => {
        const name = parts.map((part) => part.join('')).join('/')
        const metadata = { ...noMetadata, artist, title, album: artist + title, camera: '...' }
        const filled = fillOutputName(template(name), { ...values, baseName, newExtension, metadata })
        if (!filled.ok) return
        const folders = filled.value.split('/')
        expect(folders).toHaveLength(parts.length)
        expect(folders.filter((folder) => ['', '.', '..'].includes(folder))).toEqual([])
        expect(filled.value).not.toContain('\0')
      }),
    )
  })

  it('gives text without braces back as it is', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => parseOutputName(text.replaceAll(/[{}]/gu, '$&$&')).ok)
    fc.assert(
      fc.property(word, (text) => {
        expect(fill(text.replaceAll(/[{}]/gu, '$&$&'))).toBe(text)
      }),
    )
  })
})
