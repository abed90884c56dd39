import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runReceiptSchema } from '../../shared/contract/run-control.ts'
import { runSummarySchema, type RunState } from '../../shared/model/run.ts'
import { command, startCommand } from '../support/command.ts'
import { endlessFiles, ErrorLines } from '../support/endless-files.ts'
import { createMark } from '../support/marked-processes.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'
import { threeFiles } from '../support/batch.ts'

/** Many commands, each a process: a limit against hanging. */
const patience = 600_000

const dataDirectory = ['--data-dir', 'data']
const runWords = ['run', '--task', 'checksum', '--input', 'in', '--workers', '2', ...dataDirectory]

async function states(folder: TemporaryFolder): Promise<RunState[]> {
  const listed = await command(['runs', '--json', ...dataDirectory], { folder: folder.path })
  return z
    .array(runSummarySchema)
    .parse(JSON.parse(listed.text))
    .map((run) => run.state)
}

describe('two processes over one data folder', { timeout: patience }, () => {
  it('the second pauses, resumes and cancels what the first runs', async () => {
    await using folder = await endlessFiles()
    const here = { folder: folder.path }
    const mark = createMark(folder.path)
    const first = startCommand([...runWords, '--json'], { ...here, environment: mark.environment })
    const lines = new ErrorLines(first)
    await lines.until('Run 1 started')

    const paused = await command(['pause', '1', '--json', ...dataDirectory], here)
    expect([paused.exitCode, paused.errors]).toEqual([0, ''])
    expect(runReceiptSchema.parse(JSON.parse(paused.text)).run.state).toBe('paused')
    await lines.until('paused')
    expect(await states(folder)).toEqual(['paused'])

    const resumed = await command(['resume', 'latest', ...dataDirectory], here)
    expect([resumed.exitCode, resumed.text]).toEqual([0, ''])
    expect(resumed.errors).toMatch(/^Run 1 goes on: /u)
    expect(await states(folder)).toEqual(['running'])

    const cancelled = await command(['cancel', '1', ...dataDirectory], here)
    expect(cancelled.exitCode).toBe(0)
    expect(cancelled.errors).toMatch(/^Run 1 was cancelled: .*2 files in work ended, .*left to do/u)
    const end = await first.ended
    expect(end.exitCode).toBe(130)
    expect(runSummarySchema.loose().parse(JSON.parse(end.text)).state).toBe('cancelled')
    expect(await mark.remaining(first.process.pid ?? 0)).toBe(0)
    expect(await states(folder)).toEqual(['cancelled'])
  })

  it('the second drains what the first runs: what is in work is finished', async () => {
    await using folder = await temporaryFolder()
    const here = { folder: folder.path }
    const words = ['run', '--task', 'wait', '--param', 'shortest=0.4', '--param', 'longest=0.4']
    const first = startCommand(
      [...words, '--range', '1..5000', '--workers', '2', '--chunk-size', '1', ...dataDirectory],
      here,
    )
    await new ErrorLines(first).until('Run 1 started')
    const drained = await command(['drain', '1', '--json', ...dataDirectory], here)
    expect([drained.exitCode, drained.errors]).toEqual([0, ''])
    const receipt = runReceiptSchema.parse(JSON.parse(drained.text))
    expect(receipt.run.state).toBe('stopped')
    expect(receipt.ended).toBe(0)
    expect(receipt.kept + receipt.left).toBe(receipt.run.counts.total)
    expect(receipt.left).toBeGreaterThan(0)
    const end = await first.ended
    expect(end.exitCode).toBe(4)
    expect(end.errors).toContain('To do the rest: batchyard resume 1')
  })

  it('what one has put into the queue another may begin, and both tell its end', async () => {
    await using folder = await endlessFiles()
    const here = { folder: folder.path }
    const first = startCommand(runWords, here)
    await new ErrorLines(first).until('Run 1 started')
    const words = ['run', '--task', 'checksum', '--input', 'in/00.bin', '--queue', '--json', ...dataDirectory]
    const waiting = startCommand(words, here)
    await new ErrorLines(waiting).until('waiting for its turn')
    const begun = await command(['resume', '2', '--json', ...dataDirectory], here)
    expect(begun.exitCode).toBe(0)
    const end = await waiting.ended
    expect(end.exitCode).toBe(0)
    for (const { text } of [begun, end]) {
      const summary = runSummarySchema.loose().parse(JSON.parse(text))
      expect(summary).toMatchObject({ id: 2, state: 'finished', counts: { succeeded: 1 } })
    }
    first.process.kill('SIGINT')
    await first.ended
  })

  it('the second says plainly that the run is at work, or over', async () => {
    await using folder = await endlessFiles()
    const here = { folder: folder.path }
    const first = startCommand(runWords, here)
    await new ErrorLines(first).until('Run 1 started')
    const retried = await command(['retry', '1', ...dataDirectory], here)
    expect(retried.exitCode).toBe(3)
    expect(retried.errors).toMatch(/^batchyard: .*[Rr]un 1 /u)
    first.process.kill('SIGINT')
    await first.ended
    const cancelled = await command(['cancel', '1', ...dataDirectory], here)
    expect([cancelled.exitCode, cancelled.text]).toEqual([3, ''])
    expect(cancelled.errors).toMatch(/^batchyard: Run 1 is not at work: it is cancelled/u)
  })

  it('the second says so when the first does not answer', async () => {
    await using folder = await endlessFiles()
    const here = { folder: folder.path }
    const first = startCommand(runWords, here)
    await new ErrorLines(first).until('Run 1 started')
    // Stopped as by Ctrl-Z: alive, and deaf.
    first.process.kill('SIGSTOP')
    const paused = await command(['pause', '1', ...dataDirectory], here)
    first.process.kill('SIGKILL')
    await once(first.process, 'close')
    expect(paused.exitCode).toBe(3)
    expect(paused.errors).toMatch(/did not answer/u)
  })
})

describe('no process is left', () => {
  it.each([
    ['a cancel by Ctrl-C', 'SIGINT'],
    ['a kill of the engine', 'SIGKILL'],
  ] as const)('after %s', async (_name, signal) => {
    await using folder = await endlessFiles()
    const mark = createMark(folder.path)
    const running = startCommand(runWords, { folder: folder.path, environment: mark.environment })
    await new ErrorLines(running).until('Run 1 started')
    const group = running.process.pid ?? 0
    expect(mark.count(group)).toBeGreaterThan(0)
    running.process.kill(signal)
    await running.ended
    expect(await mark.remaining(group)).toBe(0)
  })
})

describe('batchyard resume', { timeout: patience }, () => {
  it('does the rest of a run that was killed, and nothing twice', async () => {
    await using folder = await endlessFiles(4)
    const here = { folder: folder.path }
    const running = startCommand(runWords, here)
    await new ErrorLines(running).until('Run 1 started')
    running.process.kill('SIGKILL')
    await running.ended
    expect(await states(folder)).toEqual(['interrupted'])
    // What takes for ever is made short, so that the rest comes to an end.
    for (const name of ['01.bin', '02.bin', '03.bin']) await writeFile(folder.at('in', name), name)

    const resumed = await command(['resume', '1', '--csv', 'out.csv', '--json', ...dataDirectory], here)
    expect(resumed.errors).toContain('Run 1 resumed: Checksum.')
    expect(resumed.exitCode).toBe(0)
    const summary = runSummarySchema.loose().parse(JSON.parse(resumed.text))
    expect(summary).toMatchObject({ id: 1, state: 'finished', sessions: 2 })
    expect(summary.counts).toMatchObject({ total: 4, succeeded: 4, failed: 0, remaining: 0 })

    const again = await command(['resume', '1', ...dataDirectory], here)
    expect(again.exitCode).toBe(3)
    expect(again.errors).toMatch(/^batchyard: /u)
  })
})

describe('a list from standard input', { timeout: patience }, () => {
  it('is kept for a run that was killed, and removed when the run has ended', async () => {
    await using folder = await endlessFiles(4)
    const here = { folder: folder.path }
    const words = ['run', '--task', 'checksum', '--input-list', '-', '--workers', '2', ...dataDirectory]
    const running = startCommand(words, { ...here, input: 'in/00.bin\nin/01.bin\nin/02.bin\n' })
    await new ErrorLines(running).until('Run 1 started')
    running.process.kill('SIGKILL')
    await running.ended
    expect(await readdir(folder.at('data', 'lists'))).toHaveLength(1)
    for (const name of ['01.bin', '02.bin']) await writeFile(folder.at('in', name), name)

    const resumed = await command(['resume', 'latest', ...dataDirectory], here)
    expect(resumed.errors).toContain('3 succeeded, 0 failed')
    expect(resumed.exitCode).toBe(0)
    expect((await readdir(folder.at('data'))).toSorted()).toEqual(['batchyard.db', 'owners'])
  })
})

describe('batchyard retry', { timeout: patience }, () => {
  it('does failed files again, and keeps what they failed with before', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    const inputs = ['--input', 'photos', '--input', 'later.txt', '--input', 'never.txt']
    const run = await command(['run', '--task', 'checksum', ...inputs, ...dataDirectory], here)
    expect(run.exitCode).toBe(1)
    await writeFile(folder.at('later.txt'), 'here now')

    const retried = await command(['retry', 'latest', '--json', ...dataDirectory], here)
    expect(retried.exitCode).toBe(1)
    const summary = runSummarySchema.loose().parse(JSON.parse(retried.text))
    expect(summary.counts).toMatchObject({ total: 5, succeeded: 4, failed: 1, remaining: 0, retrying: 0 })

    const shown = await command(['show', '1', ...dataDirectory], here)
    expect(shown.text).toMatch(/1 failure, 1 cause:/u)
    expect(shown.text).toMatch(/^ +2 +retry /mu)
    const cause = /--cause (\S+)/u.exec(shown.text)?.[1] ?? ''
    const seq = /batchyard log 1 (\d+)/u.exec(shown.text)?.[1] ?? ''
    const log = await command(['log', '1', seq, ...dataDirectory], here)
    expect(log.text).toMatch(
      /^Item \d+: .*never\.txt\nTry 1, .* failed after .*NOT_FOUND: .*\nTry 2, .* failed/u,
    )

    await writeFile(folder.at('never.txt'), 'here at last')
    const last = await command(['retry', '1', '--cause', cause, ...dataDirectory], here)
    expect(last.exitCode).toBe(0)
    expect(last.errors).toContain('5 succeeded, 0 failed')
    const none = await command(['retry', '1', ...dataDirectory], here)
    expect(none.exitCode).toBe(3)
    expect(none.errors).toMatch(/^batchyard: /u)
  })
})
