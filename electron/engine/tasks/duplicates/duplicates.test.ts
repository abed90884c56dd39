import { createHash } from 'node:crypto'
import { linkSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { itemAt, quietContext } from '../fixtures/try-task.ts'
import { createDuplicatesTask } from './duplicates.ts'

describe('the duplicates task', () => {
  it('gives files of the same content the same digest, and names of one file the same inode', async () => {
    using tree = new TemporaryTree()
    const work = await createDuplicatesTask()
    const one = tree.file('one \udcff', 'same')
    const other = tree.file('new\nline', 'same')
    linkSync(toPathBytes(one), tree.at('linked'))
    const { dev, ino } = statSync(toPathBytes(one), { bigint: true })
    const digest = createHash('sha256').update('same').digest('hex')
    const results = []
    for (const path of [one, other, tree.at('linked'), tree.file('empty')]) {
      results.push(await work(itemAt(path), quietContext))
    }
    expect(results[0]).toEqual([digest, 4, `${dev}:${ino}`, 2])
    expect(results[1]?.slice(0, 2)).toEqual([digest, 4])
    expect(results[1]?.[2]).not.toBe(`${dev}:${ino}`)
    expect(results[2]).toEqual(results[0])
    expect(results[3]?.slice(0, 2)).toEqual([createHash('sha256').digest('hex'), 0])
  })

  it('fails for a file that vanished', async () => {
    const work = await createDuplicatesTask()
    expect(() => work(itemAt('/gone/for good'), quietContext)).toThrow(
      expect.objectContaining({ name: 'ItemError', code: 'NOT_FOUND' }),
    )
  })
})
