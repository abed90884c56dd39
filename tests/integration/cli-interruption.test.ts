import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runSummarySchema } from '../../shared/model/run.ts'
import { command, startCommand, type CommandEnd } from '../support/command.ts'
import { endlessFiles, ErrorLines } from '../support/endless-files.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const runWords = ['run', '--task', 'checksum', '--input', 'in', '--workers', '2', '--data-dir', 'data']

async function runsOf(folder: TemporaryFolder): Promise<z.infer<typeof runSummarySchema>[]> {
  const listed = await command(['runs', '--json', '--data-dir', 'data'], { folder: folder.path })
  return z.array(runSummarySchema).parse(JSON.parse(listed.text))
}

describe('a run that is told to end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s stops in good order and exits with 130',
    async (signal) => {
      await using folder = await endlessFiles()
      const running = startCommand([...runWords, '--csv', 'out.csv', '--json'], { folder: folder.path })
      await new ErrorLines(running).until('Run 1 started')
      running.process.kill(signal)
      const end: CommandEnd = await running.ended
      expect(end.exitCode).toBe(130)
      expect(end.errors).toContain('Run 1 was cancelled')

      const summary = runSummarySchema.loose().parse(JSON.parse(end.text))
      expect(summary.state).toBe('cancelled')
      const [stored] = await runsOf(folder)
      expect(stored?.state).toBe('cancelled')
      expect(stored?.counts).toEqual(summary.counts)

      const rows = z
        .array(z.object({ status: z.string() }))
        .parse(parse(await readFile(folder.at('out.csv')), { columns: true }))
      expect(rows.filter((row) => row.status === 'succeeded')).toHaveLength(summary.counts.succeeded)
      expect(rows.filter((row) => row.status === 'not_done')).toHaveLength(summary.counts.remaining)
      expect(rows).toHaveLength(summary.counts.total)
    },
  )

  it.runIf(process.platform === 'linux')('by the end of its terminal goes on under nohup', async () => {
    await using folder = await endlessFiles()
    // In a terminal, nohup gives this standard input to what it starts.
    const through = ['sh', '-c', 'trap "" HUP; exec "$@" 0>/dev/null', 'sh']
    const running = startCommand([...runWords, '--json'], { folder: folder.path, through })
    await new ErrorLines(running).until('Run 1 started')
    running.process.kill('SIGHUP')
    const paused = await command(['pause', '1', '--data-dir', 'data'], { folder: folder.path })
    expect(paused).toMatchObject({ exitCode: 0, errors: expect.stringContaining('is paused') as unknown })
    running.process.kill('SIGINT')
    expect((await running.ended).exitCode).toBe(130)
  })

  it('while it still reads the list of its inputs exits with 130', async () => {
    await using folder = await temporaryFolder()
    const running = startCommand(['run', '--task', 'checksum', '--input-list', '-', '--data-dir', 'data'], {
      folder: folder.path,
      environment: { TMPDIR: folder.path },
    })
    // More than the pipe holds: once it is written, the command is reading.
    await new Promise<void>((resolve, reject) => {
      running.process.stdin.write('x'.repeat(4_000_000), (error) => {
        if (error === null || error === undefined) resolve()
        else reject(error)
      })
    })
    running.process.kill('SIGINT')
    const end = await running.ended
    expect([end.exitCode, end.text]).toEqual([130, ''])
  })

  it('by the death of its process is found interrupted by the next command', async () => {
    await using folder = await endlessFiles()
    const running = startCommand(runWords, { folder: folder.path })
    await new ErrorLines(running).until('Run 1 started')
    running.process.kill('SIGKILL')
    const end = await running.ended
    expect(end.signal).toBe('SIGKILL')
    expect((await runsOf(folder)).map((run) => run.state)).toEqual(['interrupted'])
  })
})
