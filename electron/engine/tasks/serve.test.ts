import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { resolveTask } from './serve.ts'

const context = { progress: () => undefined, throwIfCancelled: () => undefined }

describe('resolveTask', () => {
  it('makes the function of a task, with defaults', async () => {
    using tree = new TemporaryTree()
    const item = { seq: 1, path: tree.file('file', 'abc'), size: 3, problem: null }
    const work = await resolveTask({ name: 'checksum' })
    expect(await work(item, context)).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ])
    const md5 = await resolveTask({ name: 'checksum', parameters: { algorithm: 'md5' } })
    expect(await md5(item, context)).toEqual(['900150983cd24fb0d6963f7d28e17f72'])
  })

  it('fails an item with the problem that it had when it was found', async () => {
    const work = await resolveTask({ name: 'checksum', parameters: {} })
    const problem = { code: 'PERMISSION_DENIED', message: '"/closed" may not be read.' }
    expect(() => work({ seq: 1, path: '/closed', size: null, problem }, context)).toThrow(
      expect.objectContaining({ name: 'ItemError', ...problem }),
    )
  })

  it('refuses unknown tasks, wrong parameters and what is no item', async () => {
    await expect(resolveTask({ name: 'nothing' })).rejects.toMatchObject({ code: 'UNKNOWN_TASK' })
    await expect(resolveTask({ name: 'checksum', parameters: { algorithm: 1 } })).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
    })
    const work = await resolveTask({ name: 'checksum' })
    expect(() => work('a path', context)).toThrow()
  })
})
