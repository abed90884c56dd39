import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { quoteWord } from '../../shared/model/command-line.ts'
import { command } from '../support/command.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { createMark, type Mark } from '../support/marked-processes.ts'
import { commandBatch, type CommandBatch } from './fixtures/command-batch.ts'
import { markedCommand, stubbornTree, tree, treeSize } from './fixtures/command-trees.ts'

const commandFile = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url))
const trees = [
  ['a tree', tree],
  ['a tree that takes no notice of TERM', stubbornTree],
] as const

// Other systems do not tell the environment of processes, by which they are counted here.
describe.runIf(process.platform === 'linux')('the processes of commands', () => {
  it.each(trees)('are ended by cancel: %s', async (name, script) => {
    await using batch = await commandBatch(['one', 'two', 'three'])
    const { client } = batch.local
    const marked = markedCommand(`cancel ${name}`, script)
    const { runId } = await client.runs.start(batch.job(marked.line))
    await marked.until(2 * treeSize)
    expect(await client.runs.cancel({ runId })).toMatchObject({ ended: 2, left: 3 })
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it.each(trees)('are ended by a time limit: %s', async (name, script) => {
    await using batch = await commandBatch(['one', 'two'])
    const begun = batch.folder.at('begun')
    const marked = markedCommand(`time limit ${name}`, `echo begun >>${quoteWord(begun)}; ${script}`)
    // Long enough for programs to be started in it on a busy machine.
    const rows = await batch.results(marked.line, { timeout: 8_000 })
    expect(rows.map(({ error }) => error?.code)).toEqual(['TIMEOUT', 'TIMEOUT'])
    expect(await readFile(begun, 'utf8')).toBe('begun\n'.repeat(2))
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it.each(trees)('are ended where their item is ended, and others are not: %s', async (name, script) => {
    await using batch = await commandBatch(['one', 'two'])
    const { client } = batch.local
    const marked = markedCommand(`end item ${name}`, script)
    const { runId } = await client.runs.start(batch.job(marked.line))
    await marked.until(2 * treeSize)
    await client.runs.endItem({ runId, seq: 1 })
    await marked.until(treeSize)
    await client.runs.endItem({ runId, seq: 2 })
    const end = await runEnd(client, runId)
    expect(end.run.counts).toMatchObject({ failed: 2, remaining: 0 })
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it('are waited for by drain, and what they leave behind is ended', async () => {
    await using batch = await commandBatch(['one', 'two', 'three', 'four'])
    const { client } = batch.local
    const go = batch.folder.at('go')
    // The shell itself reads from a pipe, which is open all the time: it waits without a third process.
    execFileSync('mkfifo', [go])
    await using gate = await open(go, 'r+')
    const script = `sleep 1000 >/dev/null 2>&1 & read _ <${quoteWord(go)}; echo done`
    const waitingSize = 2
    const marked = markedCommand('drain', script)
    const { runId } = await client.runs.start(batch.job(marked.line))
    await marked.until(2 * waitingSize)
    const draining = client.runs.drain({ runId })
    await untilRun(client, runId, (progress) => progress.draining)
    expect(marked.mark.count(0)).toBe(2 * waitingSize)
    await gate.write('go\n'.repeat(2))
    expect(await draining).toMatchObject({ run: { state: 'stopped' }, kept: 2, left: 2 })
    const { rows } = await client.runs.results({ runId })
    expect(rows.map(({ values }) => values)).toEqual([
      [0, 'done'],
      [0, 'done'],
    ])
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it('are ended when the engine closes', async () => {
    await using batch = await commandBatch(['one', 'two'])
    const marked = markedCommand('close', stubbornTree)
    const local = await localEngine(batch.folder.at('other'))
    await local.client.runs.start(batch.job(marked.line))
    await marked.until(2 * treeSize)
    await local.engine.close()
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it('are ended when their worker is killed, and the others go on', async () => {
    await using batch = await commandBatch(['one', 'two'])
    const { client } = batch.local
    const marked = markedCommand('killed worker', stubbornTree)
    const { runId } = await client.runs.start(batch.job(marked.line))
    await marked.until(2 * treeSize)
    const workers = marked.parents()
    expect(workers).toHaveLength(2)
    const [victim] = workers
    if (victim !== undefined) process.kill(victim, 'SIGKILL')
    await untilRun(client, runId, ({ run }) => run.counts.failed === 1)
    await marked.until(treeSize)
    const { rows } = await client.runs.results({ runId })
    expect(rows.map(({ error }) => error?.code)).toEqual(['WORKER_DIED'])
    await client.runs.cancel({ runId })
    expect(await marked.mark.remaining(0)).toBe(0)
  })
})

/** `batchyard run` at work with a tree of processes for each of two files, all in a process group of its own. */
async function runningCommand(
  batch: CommandBatch,
  name: string,
  script: string,
): Promise<{ child: ChildProcess; all: Mark; commands: Mark }> {
  const marked = markedCommand(name, script)
  const all = createMark(`all of ${name}`)
  const words = ['run', '--task', 'command', '--param', `command=${marked.line}`, '--input', 'in']
  const more = ['--workers', '2', '--chunk-size', '1', '--data-dir', 'cli', '--quiet']
  const child = spawn(process.execPath, [commandFile, ...words, ...more], {
    cwd: batch.folder.path,
    env: { ...process.env, ...all.environment },
    stdio: 'ignore',
    detached: true,
  })
  await marked.until(2 * treeSize)
  return { child, all, commands: marked.mark }
}

describe.runIf(process.platform === 'linux')('the processes of commands of batchyard run', () => {
  const ways = [
    ['Ctrl-C', (pid: number) => process.kill(pid, 'SIGINT'), 'cancelled'],
    [
      'Ctrl-C in a terminal, which all processes get',
      (pid: number) => process.kill(-pid, 'SIGINT'),
      'cancelled',
    ],
    ['kill -9 of the program', (pid: number) => process.kill(pid, 'SIGKILL'), 'interrupted'],
    [
      'kill -9 of the program and its workers at once',
      (pid: number) => process.kill(-pid, 'SIGKILL'),
      'interrupted',
    ],
  ] as const
  it.each(
    ways.flatMap(([way, end, state]) => trees.map(([name, script]) => ({ way, end, state, name, script }))),
  )('are ended by $way: $name', async ({ way, end, state, name, script }) => {
    await using batch = await commandBatch(['one', 'two', 'three'])
    const { child, all, commands } = await runningCommand(batch, `${way} ${name}`, script)
    // The program and two workers at least.
    expect(all.count(0)).toBeGreaterThanOrEqual(3)
    const exit = once(child, 'exit')
    end(child.pid ?? 0)
    await exit
    expect(await commands.remaining(0)).toBe(0)
    expect(await all.remaining(0)).toBe(0)
    const listed = await command(['runs', '--json', '--data-dir', batch.folder.at('cli')])
    expect(listed.text).toContain(`"state":"${state}"`)
  })
})
