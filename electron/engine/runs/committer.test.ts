import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResultRecord } from '../store/records.ts'
import { Committer } from './committer.ts'

function row(position: number, status: 'succeeded' | 'failed' = 'succeeded'): ResultRecord {
  return {
    position,
    seq: position,
    startedAt: 0,
    duration: 0,
    worker: 1,
    outcome:
      status === 'succeeded'
        ? { status, values: [] }
        : { status, error: { code: 'READ_FAILED', message: 'unreadable' } },
  }
}

describe('committing results', () => {
  it('keeps every row, in order, with totals that add up, however the rows arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ failed: fc.boolean(), bytes: fc.nat(1_000) }), { maxLength: 3_000 }),
        fc.integer({ min: 1, max: 900 }),
        async (items, pauseEvery) => {
          const committed: number[] = []
          const announced = { succeeded: 0, failed: 0, bytes: 0 }
          const committer = new Committer(
            async (rows) => {
              await Promise.resolve()
              committed.push(...rows.map((each) => each.position))
            },
            (totals) => {
              announced.succeeded += totals.succeeded
              announced.failed += totals.failed
              announced.bytes += totals.bytes
            },
          )
          for (const [index, item] of items.entries()) {
            await committer.add(row(index + 1, item.failed ? 'failed' : 'succeeded'), item.bytes)
            if (index % pauseEvery === 0) await committer.flush()
          }
          await committer.flush()
          expect(committed).toEqual(items.map((_, index) => index + 1))
          expect(announced).toEqual({
            succeeded: items.filter((item) => !item.failed).length,
            failed: items.filter((item) => item.failed).length,
            bytes: items.reduce((sum, item) => sum + item.bytes, 0),
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('commits a lone row without being asked to', async () => {
    const committed = Promise.withResolvers<number>()
    const committer = new Committer(
      (rows) => {
        committed.resolve(rows.length)
        return Promise.resolve()
      },
      () => {},
    )
    await committer.add(row(1), 1)
    expect(await committed.promise).toBe(1)
    await committer.flush()
  })

  it('announces a batch only once it is committed', async () => {
    const gate = Promise.withResolvers<undefined>()
    let announced = 0
    const committer = new Committer(
      () => gate.promise,
      (totals) => {
        announced += totals.succeeded
      },
    )
    await committer.add(row(1), 1)
    const flushed = committer.flush()
    expect(announced).toBe(0)
    gate.resolve(undefined)
    await flushed
    expect(announced).toBe(1)
  })

  it('makes its caller wait rather than gather without bound', async () => {
    const gate = Promise.withResolvers<undefined>()
    let accepted = 0
    const committer = new Committer(
      () => gate.promise,
      () => {},
    )
    const adding = (async () => {
      for (let position = 1; position <= 20_000; position += 1) {
        await committer.add(row(position), 0)
        accepted += 1
      }
    })()
    await new Promise((resolve) => setImmediate(resolve))
    const acceptedWhileStuck = accepted
    gate.resolve(undefined)
    await adding
    await committer.flush()
    expect(acceptedWhileStuck).toBeLessThan(10_000)
    expect(accepted).toBe(20_000)
  })

  it('fails every later call with what a commit failed with', async () => {
    const committer = new Committer(
      () => Promise.reject(new Error('disk full')),
      () => {},
    )
    await committer.add(row(1), 0)
    await expect(committer.flush()).rejects.toThrow('disk full')
    await expect(committer.add(row(2), 0)).rejects.toThrow('disk full')
    await expect(committer.flush()).rejects.toThrow('disk full')
  })
})
