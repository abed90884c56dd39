import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunProgress } from '../../../shared/model/run.ts'
import { progressLine } from './progress-line.ts'
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
      execution: { mode: 'imap', chunkSize: 'auto', workers: 2 },
      inputs: [],
      inputCount: 0,
      startedAt: '2026-11-22T10:00:00.000Z',
      finishedAt: null,
      enumerated: true,
      counts: { total, succeeded, failed, remaining: total - succeeded - failed },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: { duplicates: 0, links: 0 },
      error: null,
      ...runChange,
    },
    elapsed: 1000,
    itemsPerSecond: 1203,
    bytesPerSecond: 40_100_000,
    remaining: { low: 120_000, high: 180_000 },
    workers: [],
    waiting: null,
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

describe('createProgressReporter', () => {
  function reporterOn(isTTY: boolean) {
    let written = ''
    let time = 0
    const stream = {
      isTTY,
      columns: 60,
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
    reporter.start(1, 'Checksum')
    reporter.update(progressOf(1, 0, 10))
    reporter.update(progressOf(2, 0, 10))
    reporter.clear()
    reporter.clear()
    expect(written()).not.toContain('\n')
    expect(written().match(/\u001B\[\?25l/gu)).toHaveLength(1)
    expect(written().match(/\u001B\[\?25h/gu)).toHaveLength(1)
    expect(written().endsWith('\r\u001B[2K\u001B[?25h')).toBe(true)
  })

  it('writes plain lines at intervals elsewhere', () => {
    const { reporter, written, advance } = reporterOn(false)
    reporter.start(12, 'Checksum')
    advance(9_999)
    reporter.update(progressOf(1, 0, 10))
    advance(1)
    reporter.update(progressOf(2, 0, 10, { remaining: null }))
    reporter.update(progressOf(3, 0, 10))
    reporter.clear()
    expect(written()).toBe('Run 12 started: Checksum.\n2 of 10, 1,203 files/s, 40.1 MB/s\n')
  })
})
