import { statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { itemAt, quietContext as context } from './fixtures/try-task.ts'
import { resolveTask } from './serve.ts'
import type { WorkOrder } from './work-order.ts'

function task(name: string, parameters = {}): { name: string; parameters: WorkOrder } {
  return { name, parameters: { parameters, output: null } }
}

describe('resolveTask', () => {
  it('makes the function of a task, with defaults', async () => {
    using tree = new TemporaryTree()
    const item = itemAt(tree.file('file', 'abc'), { size: 3 })
    const work = await resolveTask(task('checksum'))
    expect(await work(item, context)).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ])
    const md5 = await resolveTask(task('checksum', { algorithm: 'md5' }))
    expect(await md5(item, context)).toEqual(['900150983cd24fb0d6963f7d28e17f72'])
  })

  it('fails an item with the problem that it had when it was found', async () => {
    const work = await resolveTask(task('checksum'))
    const problem = { code: 'PERMISSION_DENIED', message: '"/closed" may not be read.' }
    expect(() => work(itemAt('/closed', { problem }), context)).toThrow(
      expect.objectContaining({ name: 'ItemError', ...problem }),
    )
  })

  it('looks again at an item that is tried again: what it was found with may be past', async () => {
    using tree = new TemporaryTree()
    const work = await resolveTask(task('checksum'))
    const problem = { code: 'NOT_FOUND', message: 'It does not exist.' }
    const item = itemAt(tree.file('file', 'abc'), { problem, isAgain: true })
    expect(await work(item, context)).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ])
  })

  it('says of a folder that could not be looked through how to get at its files', async () => {
    using tree = new TemporaryTree()
    const work = await resolveTask(task('checksum'))
    const problem = { code: 'PERMISSION_DENIED', message: 'It may not be read.' }
    const item = itemAt(tree.folder('folder'), { problem, isAgain: true })
    expect(() => work(item, context)).toThrow(
      expect.objectContaining({
        code: 'PERMISSION_DENIED',
        message: 'It may not be read. Should it be readable now, its files are found by a new run.',
      }),
    )
  })

  it.each(['checksum', 'command'])(
    'says of the task %s when the file is not the one that was found, and else nothing of it',
    async (name) => {
      using tree = new TemporaryTree()
      const path = tree.file('file', 'abc')
      const { size, mtimeMs } = statSync(path)
      const parameters = name === 'command' ? { command: 'true {}' } : {}
      const work = await resolveTask(task(name, parameters))
      const item = { ...itemAt(path, { size }), modifiedAt: mtimeMs }
      expect(await work(item, context)).toEqual([expect.anything()].concat(name === 'command' ? [''] : []))
      for (const other of [
        { ...item, size: size + 1 },
        { ...item, modifiedAt: mtimeMs - 0.5 },
      ]) {
        expect(await work(other, context)).toMatchObject({ isAsFound: false })
      }
      // What cannot be told is not compared.
      expect(await work({ ...item, modifiedAt: null }, context)).toBeInstanceOf(Array)
    },
  )

  it('says so where the file is changed by the work itself', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file', 'abc')
    const { size, mtimeMs } = statSync(path)
    const work = await resolveTask(task('command', { command: 'truncate -s 0 {}' }))
    expect(await work({ ...itemAt(path, { size }), modifiedAt: mtimeMs }, context)).toEqual({
      values: [0, ''],
      isAsFound: false,
    })
  })

  it('refuses unknown tasks, wrong parameters and what is no item', async () => {
    await expect(resolveTask(task('nothing'))).rejects.toMatchObject({ code: 'UNKNOWN_TASK' })
    await expect(resolveTask(task('checksum', { algorithm: 1 }))).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
    })
    const work = await resolveTask(task('checksum'))
    expect(() => work('a path', context)).toThrow()
  })
})
