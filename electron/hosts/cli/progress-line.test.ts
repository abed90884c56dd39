import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import { nothingLeftOut, type RunProgress } from '../../../shared/model/run.ts'
import { progressFigures, progressLine } from './progress-line.ts'
import { createProgressReporter } from './progress-reporter.ts'
import { textWidth } from './terminal-text.ts'

function progressOf(
  succeeded: number,
  failed: number,
  total: number,
  change: Partial<RunProgress> = {},
  runChange: Partial<RunProgress['run']> = {},
): RunProgress {
  return {
    run: {
      id: 7,
      name: 'Checksum',
      state: 'running',
      task: { type: 'checksum', parameters: {} },
      execution: chosenExecutionSchema.parse({ mode: 'imap', workers: 2 }),
      inputs: [],
      inputCount: 0,
      startedAt: '2026-11-22T10:00:00.000Z',
      finishedAt: null,
      enumerated: true,
      counts: {
        total,
        succeeded,
        failed,
        alreadyDone: 0,
        skipped: 0,
        remaining: total - succeeded - failed,
        retrying: 0,
      },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: nothingLeftOut,
      error: null,
      pause: null,
      stopReason: null,
      notBefore: null,
      sessions: 1,
      timeSpent: 0,
      outputs: null,
      ...runChange,
    },
    elapsed: 1000,
    itemsPerSecond: 1203,
    bytesPerSecond: 40_100_000,
    remaining: { low: 120_000, high: 180_000 },
    workers: [],
    waiting: null,
    phase: 'working',
    draining: false,
    delayed: 0,
    parked: [],
    ...change,
  }
}

describe('progressLine', () => {
  it('has a bar and all figures where there is room', () => {
    expect(progressLine(progressOf(61, 3, 100), { columns: 120, unicode: false })).toBe(
      '###################-----------  64 %  64 of 100 · 3 failed · 1,203 files/s · 40.1 MB/s · 2 to 3 min left',
    )
  })

  it('gives up the bar before the figures', () => {
    expect(progressLine(progressOf(61, 3, 100), { columns: 40, unicode: true })).toBe(
      '64 % · 64 of 100 · 3 failed · 1,203 fi…',
    )
  })

  it('says how many files were found while it does not know how many there are', () => {
    const line = progressLine(progressOf(5, 0, 12_480, { remaining: null }, { enumerated: false }), {
      columns: 100,
      unicode: true,
    })
    expect(line).toBe('finding files: 12,480 so far · 5 done · 1,203 files/s · 40.1 MB/s')
  })

  it('does not say 100 % before the last file is done', () => {
    expect(progressLine(progressOf(999, 0, 1000), { columns: 80, unicode: true })).toContain(' 99 %')
  })

  it('never fills the last column, whatever the numbers and the width', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.nat(10_000_000),
        fc.integer({ min: 2, max: 300 }),
        (done, left, columns) => {
          const line = progressLine(progressOf(done, 0, done + left), { columns, unicode: true })
          expect(textWidth(line)).toBeLessThan(columns)
        },
      ),
    )
  })
})

describe('progressFigures', () => {
  it.each<[string, Partial<RunProgress>, Partial<RunProgress['run']>]>([
    ['waiting for its turn', {}, { state: 'queued' }],
    [
      'paused',
      {},
      { state: 'paused', pause: { reason: 'user', message: '', since: '2026-11-22T10:00:00Z' } },
    ],
    [
      'paused: only 3 MB are free.',
      {},
      {
        state: 'paused',
        pause: { reason: 'disk-low', message: 'only 3 MB are free.', since: '2026-11-22T10:00:00Z' },
      },
    ],
    ['finishing what is in work', { draining: true }, {}],
    [
      '3 files waiting for /media/a, /media/b',
      {
        parked: [
          { volume: '/media/a', items: 1 },
          { volume: '/media/b', items: 2 },
        ],
      },
      {},
    ],
    ['4 to be tried again', { delayed: 4 }, {}],
    ['61 of 100', {}, {}],
  ])('begin with what the run waits for: %s', (text, change, runChange) => {
    expect(progressFigures(progressOf(61, 0, 100, change, runChange))[0]).toBe(text)
  })

  it('do not count as done what is to be done again', () => {
    const counts = {
      total: 100,
      succeeded: 90,
      failed: 10,
      alreadyDone: 0,
      skipped: 0,
      remaining: 0,
      retrying: 10,
    }
    expect(progressFigures(progressOf(0, 0, 100, {}, { counts })).slice(0, 2)).toEqual([
      '90 of 100',
      '10 failed',
    ])
  })

  it('give no rates and no time left of a paused run', () => {
    const pause = { reason: 'user', message: '', since: '2026-11-22T10:00:00Z' } as const
    expect(progressFigures(progressOf(61, 3, 100, {}, { state: 'paused', pause }))).toEqual([
      'paused',
      '64 of 100',
      '3 failed',
    ])
  })

  it('give no rate of bytes of a task that reads none', () => {
    expect(progressFigures(progressOf(61, 0, 100, { bytesPerSecond: 0, remaining: null }))).toEqual([
      '61 of 100',
      '1,203 files/s',
    ])
  })

  it('say nothing of a run that was never begun', () => {
    const { run } = progressOf(0, 0, 0)
    expect(progressFigures(progressOf(0, 0, 0, {}, { ...run, state: 'queued', enumerated: false }))).toEqual([
      'waiting for its turn',
    ])
  })
})

describe('createProgressReporter', () => {
  function reporterOn(isTTY: boolean, columns = 60) {
    let written = ''
    let time = 0
    const stream = {
      isTTY,
      columns,
      write(text: string) {
        written += text
      },
    }
    const reporter = createProgressReporter(stream, {
      environment: { LANG: 'C' },
      platform: 'linux',
      now: () => time,
    })
    return { reporter, written: () => written, advance: (by: number) => (time += by) }
  }

  it('rewrites one line on a terminal and gives the cursor back', () => {
    const { reporter, written } = reporterOn(true)
    reporter.start('Run 1 started: Checksum.')
    reporter.update(progressOf(1, 0, 10))
    reporter.update(progressOf(2, 0, 10))
    reporter.clear()
    reporter.clear()
    expect(written()).not.toContain('\n')
    expect(written().match(/\u001B\[\?25l/gu)).toHaveLength(1)
    expect(written().match(/\u001B\[\?25h/gu)).toHaveLength(1)
    expect(written().endsWith('\r\u001B[2K\u001B[?25h')).toBe(true)
  })

  it('tells its figures on a terminal that does not know its width', () => {
    const { reporter, written } = reporterOn(true, 0)
    reporter.update(progressOf(1, 0, 10))
    expect(written()).toContain('1 of 10')
    reporter.clear()
  })

  it('writes plain lines at intervals elsewhere', () => {
    const { reporter, written, advance } = reporterOn(false)
    reporter.start('Run 12 started: Checksum.')
    advance(9_999)
    reporter.update(progressOf(1, 0, 10))
    advance(1)
    reporter.update(progressOf(2, 0, 10, { remaining: null }))
    reporter.update(progressOf(3, 0, 10))
    reporter.clear()
    expect(written()).toBe('Run 12 started: Checksum.\n2 of 10, 1,203 files/s, 40.1 MB/s\n')
  })

  it('says at once that a run pauses and goes on', () => {
    const { reporter, written } = reporterOn(false)
    const pause = { reason: 'user', message: '', since: '2026-11-22T10:00:00Z' } as const
    reporter.start('Run 12 started: Checksum.')
    reporter.update(progressOf(1, 0, 10, { remaining: null }))
    reporter.update(progressOf(2, 0, 10, { remaining: null }, { state: 'paused', pause }))
    reporter.update(progressOf(3, 0, 10, { remaining: null }, { state: 'paused', pause }))
    reporter.update(progressOf(3, 0, 10, { remaining: null }))
    expect(
      written()
        .split('\n')
        .map((line) => line.split(',')[0]),
    ).toEqual(['Run 12 started: Checksum.', 'paused', '3 of 10', ''])
  })
})
