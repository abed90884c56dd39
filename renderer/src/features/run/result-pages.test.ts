import { describe, expect, it } from 'vitest'
import type { ResultPage } from '../../../../shared/contract/contract.ts'
import type { ResultRow } from '../../../../shared/model/result.ts'
import { maximumPages, pageSize, ResultPages } from './result-pages.ts'

function row(position: number, attempt: number): ResultRow {
  return {
    position,
    seq: position,
    path: `/files/${position}`,
    status: 'succeeded',
    size: 1,
    modifiedAt: null,
    startedAt: 0,
    duration: 1,
    worker: 1,
    attempt,
    values: ['00'],
    error: null,
    ...{ cause: null, doneInRun: null, output: null },
  }
}

/** A store of rows that answers when it is told to. */
class Rows {
  count: number
  attempt = 1
  readonly asked: number[] = []
  readonly aborted: number[] = []
  readonly #answers: (() => void)[] = []

  constructor(count: number) {
    this.count = count
  }

  read = (offset: number, limit: number, signal: AbortSignal): Promise<ResultPage> => {
    this.asked.push(offset)
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.aborted.push(offset)
        reject(new Error('aborted'))
      })
      this.#answers.push(() => {
        const length = Math.max(0, Math.min(limit, this.count - offset))
        const rows = Array.from({ length }, (_, index) => row(offset + index + 1, this.attempt))
        resolve({ total: this.count, rows })
      })
    })
  }

  async answer(): Promise<void> {
    for (const answer of this.#answers.splice(0)) answer()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function makePages(rows: Rows): { pages: ResultPages; changes: () => number } {
  let changes = 0
  const pages = new ResultPages(rows.read, () => {
    changes += 1
  })
  return { pages, changes: () => changes }
}

describe('ResultPages', () => {
  it('reads only the pages in sight, each once', async () => {
    const rows = new Rows(1_000_000)
    const { pages, changes } = makePages(rows)
    pages.expect(1_000_000)
    pages.want({ first: 500_000 - 5, end: 500_000 + 25 })
    pages.want({ first: 500_000 - 5, end: 500_000 + 25 })
    expect(rows.asked).toEqual([500_000 - pageSize, 500_000])
    const before = changes()
    await rows.answer()
    expect(changes()).toBe(before + 2)
    expect(pages.row(500_000)?.path).toBe('/files/500001')
    expect(pages.row(0)).toBeUndefined()
    pages.want({ first: 500_000, end: 500_025 })
    expect(rows.asked).toHaveLength(2)
  })

  it('gives up reading what went out of sight', () => {
    const rows = new Rows(1_000_000)
    const { pages } = makePages(rows)
    pages.expect(1_000_000)
    pages.want({ first: 0, end: 30 })
    pages.want({ first: 10_000, end: 10_030 })
    expect(rows.aborted).toEqual([0])
    pages.want({ first: 0, end: 30 })
    expect(rows.asked).toEqual([0, 10_000, 0])
  })

  it('reads the last page again as rows arrive, and keeps the rows it has', async () => {
    const rows = new Rows(50)
    const { pages } = makePages(rows)
    pages.expect(50)
    pages.want({ first: 0, end: 30 })
    await rows.answer()
    const first = pages.row(0)
    expect(first).toBeDefined()
    rows.count = 120
    pages.expect(120)
    pages.want({ first: 0, end: 30 })
    await rows.answer()
    expect(pages.row(119)?.seq).toBe(120)
    expect(pages.row(0)).toBe(first)
    pages.want({ first: 0, end: 30 })
    expect(rows.asked).toEqual([0, 0])
  })

  it('does not ask in a circle when an answer is shorter than was expected', async () => {
    const rows = new Rows(10)
    const { pages } = makePages(rows)
    pages.expect(30)
    pages.want({ first: 0, end: 30 })
    await rows.answer()
    pages.want({ first: 0, end: 30 })
    expect(rows.asked).toEqual([0])
    rows.count = 31
    pages.expect(31)
    pages.want({ first: 0, end: 31 })
    await rows.answer()
    expect(pages.row(30)?.seq).toBe(31)
  })

  it('reads anew what was replaced, shows the old until then, and learns that there are fewer', async () => {
    const rows = new Rows(30)
    const { pages, changes } = makePages(rows)
    const inSight = { first: 0, end: 30 }
    pages.want(inSight)
    await rows.answer()
    rows.count = 20
    rows.attempt = 2
    const before = changes()
    pages.refresh(20)
    expect(changes()).toBe(before + 1)
    expect([pages.total, pages.row(0)?.attempt]).toEqual([20, 1])
    pages.want(inSight)
    pages.want(inSight)
    // Once more while the answer is on its way: it may be of before.
    pages.refresh(20)
    await rows.answer()
    expect([pages.total, pages.row(0)?.attempt, pages.row(20)]).toEqual([20, 2, undefined])
    pages.want(inSight)
    await rows.answer()
    pages.want(inSight)
    expect(rows.asked).toEqual([0, 0, 0])
  })

  it('holds no more than its bound, whatever is looked at', async () => {
    const rows = new Rows(1_000_000)
    const { pages } = makePages(rows)
    pages.expect(1_000_000)
    for (let page = 0; page < maximumPages * 3; page += 1) {
      pages.want({ first: page * pageSize, end: page * pageSize + 30 })
      await rows.answer()
    }
    expect(pages.size).toBe(maximumPages)
    expect(pages.row((maximumPages * 3 - 1) * pageSize)).toBeDefined()
    expect(pages.row(0)).toBeUndefined()
  })

  it('tells of a failure, asks no more until told to, and then goes on', async () => {
    let failing = true
    const rows = new Rows(10)
    const pages = new ResultPages(
      (offset, limit, signal) =>
        failing ? Promise.reject(new Error('disk gone')) : rows.read(offset, limit, signal),
      () => undefined,
    )
    pages.expect(10)
    pages.want({ first: 0, end: 10 })
    await rows.answer()
    expect(pages.error).toEqual(new Error('disk gone'))
    failing = false
    pages.want({ first: 0, end: 10 })
    expect(rows.asked).toEqual([])
    pages.retry()
    pages.want({ first: 0, end: 10 })
    await rows.answer()
    expect(pages.error).toBeNull()
    expect(pages.row(9)?.seq).toBe(10)
  })
})

it('a count that was asked for anew is not taken from an older answer', async () => {
  const answers = [Promise.withResolvers<ResultPage>(), Promise.withResolvers<ResultPage>()]
  let asked = 0
  const told = Promise.withResolvers<void>()
  const pages = new ResultPages(
    () => answers[asked++]?.promise ?? Promise.reject(new Error('asked too often')),
    () => {
      if (pages.total > 0) told.resolve()
    },
    { counted: false },
  )
  pages.refresh(0)
  answers[0]?.resolve({ total: 7, rows: [] })
  answers[1]?.resolve({ total: 2, rows: [] })
  await told.promise
  expect(pages.total).toBe(2)
})

it('rows that the run does not count are counted by the answers', async () => {
  let matching = 3
  const changes = Promise.withResolvers<void>()
  let changed = changes.resolve
  const pages = new ResultPages(
    () => Promise.resolve({ total: matching, rows: [] }),
    () => changed(),
    { counted: false },
  )
  await changes.promise
  expect(pages.total).toBe(3)
  pages.expect(1_000)
  expect(pages.total).toBe(3)
  matching = 1
  await new Promise<void>((resolve) => {
    changed = () => {
      if (pages.total === 1) resolve()
    }
    pages.refresh(1_000)
  })
  expect(pages.total).toBe(1)
})

it('pages tell whether their first answer is still to come, where only answers count the rows', async () => {
  const rows = new Rows(3)
  const pages = new ResultPages(rows.read, () => {}, { counted: false })
  expect(pages.isAwaited).toBe(true)
  await rows.answer()
  expect([pages.isAwaited, pages.total]).toEqual([false, 3])
  pages.refresh(0)
  expect(pages.isAwaited).toBe(false)
  expect(makePages(rows).pages.isAwaited).toBe(false)
  const failing = new ResultPages(
    () => Promise.reject(new Error('gone')),
    () => {},
    { counted: false },
  )
  await rows.answer()
  expect(failing.isAwaited).toBe(false)
})

it('a first answer that failed is asked for again, though no row is in sight', async () => {
  const rows = new Rows(3)
  let failing = true
  const pages = new ResultPages(
    (offset, limit, signal) =>
      failing ? Promise.reject(new Error('gone')) : rows.read(offset, limit, signal),
    () => {},
    { counted: false },
  )
  await rows.answer()
  expect([pages.error, pages.total]).toEqual([new Error('gone'), 0])
  failing = false
  pages.retry()
  await rows.answer()
  expect([pages.error, pages.total]).toEqual([null, 3])
})
