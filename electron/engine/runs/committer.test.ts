import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommitBatch, CommittedCounts, ResultRecord } from '../store/records.ts'
import { Committer } from './committer.ts'

const nothing: CommittedCounts = {
  succeeded: 0,
  failed: 0,
  alreadyDone: 0,
  skipped: 0,
  retrying: 0,
  bytesDone: 0,
}

function row(seq: number): ResultRecord {
  return {
    seq,
    path: `/${seq}`,
    attempt: 1,
    bytes: 1,
    startedAt: 0,
    duration: 0,
    worker: 1,
    outcome: { status: 'succeeded', values: [], isAsFound: true },
  }
}

describe('committing results', () => {
  it('keeps every row, in order, whatever is between and however they arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('result', 'attempt', 'log'), { maxLength: 3_000 }),
        fc.integer({ min: 1, max: 900 }),
        async (kinds, pauseEvery) => {
          const committed: CommitBatch[] = []
          let announced = 0
          const committer = new Committer(
            async (batch) => {
              await Promise.resolve()
              committed.push(batch)
              return { ...nothing, succeeded: batch.results.length }
            },
            (counts) => {
              announced += counts.succeeded
            },
          )
          for (const [place, kind] of kinds.entries()) {
            const { outcome: _, bytes: __, ...each } = row(place)
            if (kind === 'result') committer.addResult(row(place))
            if (kind === 'attempt') committer.addAttempt({ ...each, error: { code: 'TIMEOUT', message: '' } })
            if (kind === 'log') committer.addLog({ seq: place, attempt: 1, text: '', truncatedBytes: 0 })
            await committer.room()
            if (place % pauseEvery === 0) await committer.flush()
          }
          await committer.flush()
          const placesOf = (kind: string): number[] =>
            kinds.flatMap((each, place) => (each === kind ? [place] : []))
          expect(committed.flatMap(({ results }) => results.map(({ seq }) => seq))).toEqual(
            placesOf('result'),
          )
          expect(committed.flatMap(({ attempts }) => attempts.map(({ seq }) => seq))).toEqual(
            placesOf('attempt'),
          )
          expect(committed.flatMap(({ logs }) => logs.map(({ seq }) => seq))).toEqual(placesOf('log'))
          expect(announced).toBe(placesOf('result').length)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('commits a lone row without being asked to', async () => {
    const committed = Promise.withResolvers<number>()
    const committer = new Committer(
      ({ results }) => {
        committed.resolve(results.length)
        return Promise.resolve(nothing)
      },
      () => {},
    )
    committer.addResult(row(1))
    expect(await committed.promise).toBe(1)
    await committer.flush()
  })

  it('commits a log with the result that it belongs to', async () => {
    const batches: CommitBatch[] = []
    const committer = new Committer(
      (batch) => {
        batches.push(batch)
        return Promise.resolve(nothing)
      },
      () => {},
    )
    for (let seq = 1; seq <= 2_000; seq += 1) {
      committer.addLog({ seq, attempt: 1, text: 'words', truncatedBytes: 0 })
      committer.addResult(row(seq))
      await committer.room()
    }
    await committer.flush()
    expect(batches.length).toBeGreaterThan(1)
    for (const { results, logs } of batches) {
      expect(logs.map(({ seq }) => seq)).toEqual(results.map(({ seq }) => seq))
    }
  })

  it('announces a batch only once it is committed', async () => {
    const gate = Promise.withResolvers<CommittedCounts>()
    let announced = 0
    const committer = new Committer(
      () => gate.promise,
      ({ succeeded }) => {
        announced += succeeded
      },
    )
    committer.addResult(row(1))
    const flushed = committer.flush()
    expect(announced).toBe(0)
    gate.resolve({ ...nothing, succeeded: 1 })
    await flushed
    expect(announced).toBe(1)
  })

  it('makes its caller wait rather than gather without bound, by rows and by what logs hold', async () => {
    for (const text of ['', 'x'.repeat(60_000)]) {
      const gate = Promise.withResolvers<CommittedCounts>()
      let accepted = 0
      const committer = new Committer(
        () => gate.promise,
        () => {},
      )
      const adding = (async () => {
        for (let seq = 1; seq <= 20_000; seq += 1) {
          committer.addLog({ seq, attempt: 1, text, truncatedBytes: 0 })
          committer.addResult(row(seq))
          await committer.room()
          accepted += 1
        }
      })()
      await new Promise((resolve) => setImmediate(resolve))
      const acceptedWhileStuck = accepted
      gate.resolve(nothing)
      await adding
      await committer.flush()
      expect(acceptedWhileStuck).toBeGreaterThan(0)
      expect(acceptedWhileStuck).toBeLessThan(text === '' ? 10_000 : 500)
      expect(accepted).toBe(20_000)
    }
  })

  it('fails every later call with what a commit failed with', async () => {
    const committer = new Committer(
      () => Promise.reject(new Error('disk full')),
      () => {},
    )
    committer.addResult(row(1))
    await expect(committer.flush()).rejects.toThrow('disk full')
    committer.addResult(row(2))
    await expect(committer.room()).rejects.toThrow('disk full')
    await expect(committer.flush()).rejects.toThrow('disk full')
  })
})
