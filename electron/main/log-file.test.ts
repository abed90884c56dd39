import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keptLogs, LogFile, maximumLogSize } from './log-file.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchyard-log-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('LogFile', () => {
  it('keeps what was said, across starts', async () => {
    new LogFile(join(folder, 'logs'), 'main.log').append('one\n')
    const later = new LogFile(join(folder, 'logs'), 'main.log')
    later.append('two\n')
    expect(await readFile(join(folder, 'logs', 'main.log'), 'utf8')).toBe('one\ntwo\n')
    expect(later.recent()).toBe('one\ntwo\n')
  })

  it('never outgrows its files', async () => {
    const log = new LogFile(folder, 'main.log')
    const line = `${'x'.repeat(99_999)}\n`
    for (let count = 0; count < 100; count += 1) log.append(`${count} ${line}`)
    const names = (await readdir(folder)).sort()
    expect(names).toEqual(['main.log', 'main.log.1', 'main.log.2', 'main.log.3'])
    expect(names).toHaveLength(keptLogs + 1)
    for (const name of names) {
      expect((await stat(join(folder, name))).size).toBeLessThan(maximumLogSize + line.length + 10)
    }
    expect(await readFile(join(folder, 'main.log'), 'utf8')).toContain('99 x')
  })

  it('harms nothing where it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    const log = new LogFile(join(folder, 'file'), 'main.log')
    log.append('text')
    expect(log.recent()).toBe('')
  })
})
