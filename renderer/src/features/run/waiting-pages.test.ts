import { describe, expect, it, vi } from 'vitest'
import { pageSize } from './result-pages.ts'
import { WaitingPages } from './waiting-pages.ts'

/** How long what is being read may take to come, in milliseconds. A limit, not a measure. */
const patience = 60_000

/** Items 1 to `count`, of which those in `done` have their result. */
function someItems(count: number) {
  const done = new Set<number>()
  const read = vi.fn((after: number, limit: number) => {
    const seqs = Array.from({ length: count }, (_, place) => place + 1).filter(
      (seq) => seq > after && !done.has(seq),
    )
    const items = seqs.slice(0, limit).map((seq) => ({ seq, path: `/${seq}`, size: 1, modifiedAt: null }))
    return Promise.resolve({ items, hasMore: seqs.length > limit })
  })
  const changed = vi.fn()
  const pages = new WaitingPages(read, changed)
  /** Waits until all that is being read has come. */
  const come = (times: number) => vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(times), patience)
  return { done, read, pages, come }
}

describe('the pages of what waits', () => {
  it('are read as they come into sight, each behind the one before', async () => {
    const { read, pages, come } = someItems(2 * pageSize + 1)
    await come(1)
    expect(pages.total).toBe(2 * pageSize)
    pages.want({ first: 0, end: pageSize })
    expect(read).toHaveBeenCalledTimes(1)
    pages.want({ first: pageSize - 5, end: pageSize + 5 })
    await come(2)
    expect(read).toHaveBeenLastCalledWith(pageSize, pageSize, expect.anything())
    pages.want({ first: 2 * pageSize, end: 2 * pageSize + 5 })
    await come(3)
    expect(pages.total).toBe(2 * pageSize + 1)
    expect(pages.row(2 * pageSize)?.seq).toBe(2 * pageSize + 1)
  })

  it('keep each row in its place while others get their results, until they are read anew', async () => {
    const { done, pages, come } = someItems(pageSize + 10)
    await come(1)
    for (const seq of [1, 2, 3]) done.add(seq)
    pages.want({ first: pageSize, end: pageSize + 5 })
    await come(2)
    expect(pages.row(0)?.seq).toBe(1)
    expect(pages.row(pageSize)?.seq).toBe(pageSize + 1)
    await pages.refresh()
    expect(pages.row(0)?.seq).toBe(4)
  })

  it('can all be read, up to a number', async () => {
    const { pages, come } = someItems(5_000)
    await come(1)
    expect(await pages.readTo(2_000, 1_000)).toBe(2_000)
    expect(await pages.readTo(9_000, 1_000)).toBe(5_000)
    expect(pages.hasMore).toBe(false)
  })

  it('say why they could not be read, and are read again when that is wanted', async () => {
    const read = vi
      .fn()
      .mockRejectedValueOnce(new Error('gone'))
      .mockResolvedValue({ items: [], hasMore: false })
    const changed = vi.fn()
    const pages = new WaitingPages(read, changed)
    await vi.waitFor(() => expect(pages.error).toBeInstanceOf(Error), patience)
    pages.want({ first: 0, end: 10 })
    expect(read).toHaveBeenCalledTimes(1)
    pages.retry()
    pages.want({ first: 0, end: 10 })
    await vi.waitFor(() => expect(pages.total).toBe(0), patience)
  })
})
