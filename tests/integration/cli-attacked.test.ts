import { execFileSync } from 'node:child_process'
import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { quoteWord } from '../../shared/model/command-line.ts'
import { command, startCommand } from '../support/command.ts'
import { ErrorLines } from '../support/endless-files.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Many commands, each a process: a limit against hanging. */
const patience = 300_000

const dataDirectory = ['--data-dir', 'data']

describe('batchyard drain that waits for another process', { timeout: patience }, () => {
  it.runIf(process.platform !== 'win32')(
    'ends at the first Ctrl-C, and the run is drained all the same',
    async () => {
      await using folder = await temporaryFolder()
      const here = { folder: folder.path }
      // What is in work lasts until it is let go.
      execFileSync('mkfifo', [folder.at('go')])
      await using gate = await open(folder.at('go'), 'r+')
      const held = ['--command', `sh -c 'read _ <"$0"' ${quoteWord(folder.at('go'))} {}`, '--workers', '1']
      const first = startCommand(
        ['run', ...held, '--range', '1..4', '--chunk-size', '1', ...dataDirectory],
        here,
      )
      const lines = new ErrorLines(first)
      await lines.until('Run 1 started')
      const drain = startCommand(['drain', '1', ...dataDirectory], here)
      await lines.until('finishing what is in work')
      drain.process.kill('SIGINT')
      expect(await drain.ended).toMatchObject({ exitCode: null, signal: 'SIGINT' })
      expect(first.process.exitCode).toBeNull()
      await gate.write('go\n')
      expect((await first.ended).exitCode).toBe(4)
    },
  )
})

describe('batchyard resume of a run that is paused in another process', { timeout: patience }, () => {
  it('says that a CSV is not written by it', async () => {
    await using folder = await temporaryFolder()
    const here = { folder: folder.path }
    const slow = ['--param', 'shortest=1', '--param', 'longest=1', '--workers', '1']
    const first = startCommand(
      ['run', '--task', 'wait', '--range', '1..600', ...slow, ...dataDirectory],
      here,
    )
    await new ErrorLines(first).until('Run 1 started')
    expect((await command(['pause', '1', ...dataDirectory], here)).exitCode).toBe(0)
    const resumed = await command(['resume', '1', '--csv', 'out.csv', ...dataDirectory], here)
    expect(resumed.exitCode).toBe(0)
    expect(resumed.errors).toMatch(/--csv is not written now.*batchyard export 1\n/u)
    expect((await command(['cancel', '1', ...dataDirectory], here)).exitCode).toBe(0)
    await first.ended
    expect(await readdir(folder.path)).not.toContain('out.csv')
  })
})

describe('a list from standard input beside many other inputs', { timeout: patience }, () => {
  it('is removed when the run has ended', async () => {
    await using folder = await temporaryFolder()
    const here = { folder: folder.path }
    await mkdir(folder.at('in'))
    await writeFile(folder.at('in', 'a'), 'a')
    const others = Array.from({ length: 101 }, () => 'in/a')
    const words = ['run', '--task', 'checksum', ...others, '--input-list', '-', ...dataDirectory]
    const end = await command(words, { ...here, input: 'in/a\n' })
    expect([end.exitCode, end.text]).toEqual([0, ''])
    expect(await readdir(folder.at('data'))).not.toContain('lists')
  })
})

describe('batchyard doctor', { timeout: patience }, () => {
  it('says where no data folder can be made', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.at('file'), '')
    const below = await command(['doctor', '--data-dir', 'file/below/it'], { folder: folder.path })
    expect(below.exitCode).toBe(1)
    expect(below.text).toMatch(
      /WRONG +data folder .*below\/it does not exist and cannot be made: .*file is no folder/u,
    )
    const itself = await command(['doctor', '--data-dir', 'file'], { folder: folder.path })
    expect(itself.exitCode).toBe(1)
    expect(itself.text).toMatch(/WRONG +data folder .*file is no folder/u)
  })
})
