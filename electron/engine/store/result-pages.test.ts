import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ResultSelection } from './result-order.ts'
import { createResultPages } from './result-pages.ts'
import type { ReaderOperations } from './reader.ts'
import type { SharedView, ViewPage } from './result-views.ts'
import type { ThreadClient } from './thread-client.ts'

function isReader(thread: object): thread is ThreadClient<ReaderOperations> {
  return 'call' in thread && 'close' in thread
}

/** Threads of which each answers when it is told to. */
class Threads {
  readonly calls: string[] = []
  readonly making: PromiseWithResolvers<SharedView | null>[] = []
  started = 0
  page: ViewPage = { total: 3, rows: [], isPartial: true }

  readonly start = (): Promise<ThreadClient<ReaderOperations>> => {
    this.started += 1
    const thread = {
      call: (operation: string, _runId: number, selection: ResultSelection): unknown => {
        this.calls.push(`${operation} ${selection.text ?? ''}`)
        if (operation === 'viewPage') return Promise.resolve(this.page)
        if (operation !== 'makeView') return Promise.resolve()
        const made = Promise.withResolvers<SharedView | null>()
        this.making.push(made)
        return made.promise
      },
      close: () => Promise.resolve(),
    }
    return isReader(thread) ? Promise.resolve(thread) : Promise.reject(new TypeError('no reader'))
  }
}

function selectionOf(text: string): ResultSelection {
  return { status: null, cause: null, equals: null, text, sort: null }
}

const view: SharedView = { version: 'now', makingTook: 1, positions: new Uint32Array(3) }

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

  it('have their thread started ahead, once somebody looks at results', async () => {
    const threads = new Threads()
    const pages = createResultPages(threads.start)
    pages.prepare()
    pages.prepare()
    await vi.advanceTimersByTimeAsync(1_000)
    pages.prepare()
    await vi.advanceTimersByTimeAsync(1_000)
    expect([threads.started, threads.calls]).toEqual([1, []])
    await pages.close()
  })
})
