import { expect, test } from 'vitest'
import { matching } from './matching.ts'

const entries = [{ label: 'Save as preset' }, { label: 'Presets' }, { label: 'Dunkles Design' }]

test('nothing looked for leaves all as they are', () => {
  expect(matching('  ', entries)).toEqual(entries)
})

test('letters are found whatever their case, in the sequence of the entries, and where they stand', () => {
  expect(matching('PRESET', entries)).toEqual([
    { label: 'Save as preset', matches: [{ key: 'label', value: 'Save as preset', indices: [[8, 13]] }] },
    { label: 'Presets', matches: [{ key: 'label', value: 'Presets', indices: [[0, 5]] }] },
  ])
})

test('one letter more leaves out what does not have it', () => {
  expect(matching('presets', entries).map(({ label }) => label)).toEqual(['Presets'])
  expect(matching('prestes', entries)).toEqual([])
})
