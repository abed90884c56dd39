import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ResultSelection } from './result-order.ts'
import { createResultPages } from './result-pages.ts'
import type { ReaderOperations } from './reader.ts'
import type { PlaceRange } from './result-search.ts'
import type { SharedView, ViewPage } from './result-views.ts'
import type { ThreadClient } from './thread-client.ts'

function isReader(thread: object): thread is ThreadClient<ReaderOperations> {
  return 'call' in thread && 'close' in thread
}

/** Threads of which each answers when it is told to. */
class Threads {
  readonly calls: string[] = []
  readonly making: PromiseWithResolvers<SharedView | null>[] = []
  readonly dividing: PromiseWithResolvers<SharedView | null>[] = []
  started = 0
  parts: readonly PlaceRange[] = [
    { after: 0, until: 5 },
    { after: 5, until: 10 },
  ]
  page: ViewPage = { total: 3, rows: [], isPartial: true }

  readonly start = (): Promise<ThreadClient<ReaderOperations>> => {
    this.started += 1
    const thread = {
      call: (operation: string, _runId: number, what: ResultSelection, part?: PlaceRange): unknown => {
        const isPart = operation === 'makePart'
        this.calls.push(`${operation} ${what.text ?? what.cause ?? ''}${isPart ? ` ${named(part)}` : ''}`)
        if (operation === 'viewPage') return Promise.resolve(this.page)
        if (operation === 'planParts') return Promise.resolve(this.parts)
        if (operation !== 'makeView' && !isPart) return Promise.resolve()
        const made = Promise.withResolvers<SharedView | null>()
        if (isPart) this.dividing.push(made)
        else this.making.push(made)
        return made.promise
      },
      close: () => Promise.resolve(),
    }
    return isReader(thread) ? Promise.resolve(thread) : Promise.reject(new TypeError('no reader'))
  }
}

function named(part: PlaceRange | undefined): string {
  return part === undefined ? '' : `${part.after} to ${part.until}`
}

function selectionOf(cause: string): ResultSelection {
  return { status: null, cause, equals: null, text: null, sort: null }
}

function searchOf(text: string): ResultSelection {
  return { status: null, cause: null, equals: null, text, sort: null }
}

const view: SharedView = { version: 'now', makingTook: 1, positions: new Uint32Array(3), total: 3 }

describe('pages of results', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('are answered while a whole selection is being made ready', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    await pages.page(1, selectionOf('a'), 0, 10)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(threads.calls).toEqual(['viewPage a', 'makeView a'])
    expect(await pages.page(1, selectionOf('b'), 0, 10)).toEqual({ total: 3, rows: [] })
    threads.making[0]?.resolve(view)
    await vi.advanceTimersByTimeAsync(0)
    expect(threads.calls).toEqual(['viewPage a', 'makeView a', 'viewPage b', 'keepView a'])
    expect(threads.started).toBe(2)
    await pages.close()
  })

  it('far from the start wait for their selection where it is being made already', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    await pages.page(1, selectionOf('a'), 0, 10)
    await vi.advanceTimersByTimeAsync(1_000)
    const far = pages.page(1, selectionOf('a'), 50_000, 10)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(threads.calls).toEqual(['viewPage a', 'makeView a'])
    threads.making[0]?.resolve(view)
    await far
    expect(threads.calls).toEqual(['viewPage a', 'makeView a', 'keepView a', 'viewPage a'])
    await pages.close()
  })

  it('of several selections: only the one that was asked for last is made after the one at hand', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    for (const text of ['a', 'b', 'c']) {
      await pages.page(1, selectionOf(text), 0, 10)
      await vi.advanceTimersByTimeAsync(1_000)
    }
    threads.making[0]?.resolve(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(threads.calls.filter((call) => call.startsWith('makeView'))).toEqual(['makeView a', 'makeView c'])
    threads.making[1]?.reject(new Error('the thread died'))
    await vi.advanceTimersByTimeAsync(0)
    expect(await pages.page(1, selectionOf('c'), 0, 10)).toEqual({ total: 3, rows: [] })
    await pages.close()
  })

  it('have their threads started ahead, once somebody looks at results: the second one for many', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    pages.prepare(20_000)
    pages.prepare(20_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([threads.started, threads.calls]).toEqual([1, []])
    pages.prepare(20_001)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([threads.started, threads.calls]).toEqual([2, []])
    await pages.close()
  })

  it('of a search: either thread looks at a half at the same moment, for all who ask for the same', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    const asked = [0, 10].map((offset) => pages.page(1, searchOf('a'), offset, 10))
    await vi.advanceTimersByTimeAsync(0)
    const parts = ['planParts a', 'makePart a 0 to 5', 'makePart a 5 to 10']
    expect([threads.started, threads.calls]).toEqual([2, parts])
    for (const part of threads.dividing) part.resolve(view)
    expect(await Promise.all(asked)).toHaveLength(2)
    expect(threads.calls).toEqual([...parts, 'joinParts a', 'viewPage a', 'viewPage a'])
    threads.parts = []
    await pages.page(1, searchOf('a'), 0, 10)
    expect(threads.calls.slice(6)).toEqual(['planParts a', 'viewPage a'])
    await pages.close()
  })

  it('of an order: either thread looks at a half for rows near the start, and at nothing for others', async () => {
    const threads = new Threads()
    threads.parts = [
      { after: 0, until: 500 },
      { after: 500, until: 1_000 },
    ]
    const pages = createResultPages(threads.start)
    const sort = { column: { kind: 'common', name: 'path' }, descending: true } as const
    const selection = { ...selectionOf('a'), sort }
    const page = pages.page(1, selection, 0, 10)
    await vi.advanceTimersByTimeAsync(0)
    expect(threads.calls).toEqual(['planParts a', 'makePart a 0 to 500', 'makePart a 500 to 1000'])
    for (const part of threads.dividing) part.resolve(view)
    await page
    expect(threads.calls.slice(3)).toEqual(['joinParts a', 'viewPage a'])
    await pages.page(1, selection, 50_000, 10)
    expect(threads.calls.slice(5)).toEqual(['viewPage a'])
    await pages.close()
  })

  it('of a search are answered by one thread where the other is busy, and where it fails', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    const answer = { total: 3, rows: [] }
    await pages.page(1, selectionOf('c'), 0, 10)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await pages.page(1, searchOf('a'), 0, 10)).toEqual(answer)
    expect(threads.calls).toEqual(['viewPage c', 'makeView c', 'viewPage a'])
    threads.making[0]?.resolve(null)
    await vi.advanceTimersByTimeAsync(0)
    const page = pages.page(1, searchOf('b'), 0, 10)
    await vi.advanceTimersByTimeAsync(0)
    threads.dividing[0]?.resolve(view)
    threads.dividing[1]?.reject(new Error('the thread died'))
    expect(await page).toEqual(answer)
    expect(threads.calls.at(-1)).toBe('viewPage b')
    expect(threads.calls).not.toContain('joinParts b')
    await pages.close()
  })
})
