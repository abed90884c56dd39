import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Comparison } from './compare.ts'
import { readMeasurements, sectionsOf, writeMeasurements, type Measurement } from './measurements.ts'

function measured(text: string, machine = 'this machine'): Measurement {
  const rounds = new Map([
    ['own', [{ perSecond: 4, unknown: Number.NaN }, { perSecond: 8 }]],
    ['peer', [{ perSecond: 2 }, { perSecond: 2 }]],
  ])
  const comparison = new Comparison(rounds, [{ name: 'absent', reason: 'is not installed' }], [])
  return { comparison, text, machine, day: '2026-11-29', rounds: 2, minutes: 3, load: 0.25 }
}

describe('what was measured', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'batchyard-measured-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is the same after it was kept in a file', () => {
    const file = join(folder, 'kept.json')
    writeMeasurements(file, { lazy: measured('## Lazy') })
    const found = readMeasurements(file, 'this machine').lazy?.comparison
    expect(found?.names).toEqual(['own', 'peer'])
    expect(found?.ratio('own', 'peer', 'perSecond')).toEqual({ median: 3, least: 2, most: 4 })
    expect(found?.values('own', 'unknown')).toBeNull()
    expect(found?.leftOut).toEqual([{ name: 'absent', reason: 'is not installed' }])
  })

  it('on another machine does not count', () => {
    const file = join(folder, 'others.json')
    writeMeasurements(file, { lazy: measured('## Lazy', 'another machine'), runs: measured('## Runs') })
    expect(Object.keys(readMeasurements(file, 'this machine'))).toEqual(['runs'])
  })

  it('is nothing where nothing was kept', () => {
    expect(readMeasurements(join(folder, 'missing.json'), 'this machine')).toEqual({})
  })

  it('is told in the order of the tables, each with its day, rounds and load', () => {
    const [first, second] = sectionsOf({ runs: measured('## Runs\n'), lazy: measured('## Lazy\n') })
    expect(first).toBe(
      '## Lazy\n\nMeasured on 2026-11-29 in 2 rounds and 3 minutes; load of the machine at the end 0.3.\n',
    )
    expect(second).toContain('## Runs')
  })
})
