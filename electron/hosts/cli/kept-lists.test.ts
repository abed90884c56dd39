import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { keepList, oldLists, removeKeptList } from './kept-lists.ts'

const never = new AbortController().signal

async function temporaryDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'batchyard-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

describe('lists from standard input', () => {
  it('are kept below the data folder, each in a file of its own, until they are removed', async () => {
    const data = await temporaryDataFolder()
    const first = await keepList(Readable.from(['/a\n', '/b\n']), data, never)
    const second = await keepList(Readable.from(['/c\n']), data, never)
    expect(await readFile(first, 'utf8')).toBe('/a\n/b\n')
    await removeKeptList(first)
    expect(await readdir(join(data, 'lists'))).toHaveLength(1)
    await removeKeptList(second)
    expect(await readdir(data)).toEqual([])
  })

  it('leave nothing when reading is ended', async () => {
    const data = await temporaryDataFolder()
    const controller = new AbortController()
    const endless = new Readable({ read() {} })
    endless.push('/a\n')
    const keeping = keepList(endless, data, controller.signal)
    controller.abort()
    await expect(keeping).rejects.toThrow()
    expect(await readdir(join(data, 'lists'))).toEqual([])
  })

  it('are old when nobody has written to them for long', async () => {
    const data = await temporaryDataFolder()
    const old = await keepList(Readable.from(['/a\n']), data, never)
    await keepList(Readable.from(['/b\n']), data, never)
    await utimes(old, 1_000, 1_000)
    expect(await oldLists(data, 2_000_000)).toEqual([old])
    expect(await oldLists(join(data, 'nowhere'), 2_000_000)).toEqual([])
  })
})
