import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../../electron/engine/pool/index.ts'
import { itemAt } from '../../electron/engine/tasks/fixtures/try-task.ts'
import type { WorkOrder } from '../../electron/engine/tasks/work-order.ts'
import { builtShell, type BuiltShell } from '../support/built-shell.ts'
import { markedCommand, stubbornTree, treeSize } from './fixtures/command-trees.ts'

let shell: BuiltShell

beforeAll(async () => {
  shell = await builtShell()
})

afterAll(() => shell[Symbol.asyncDispose]())

function task(command: string): { name: string; parameters: WorkOrder } {
  return { name: 'command', parameters: { parameters: { command, acceptedExitCodes: '0' }, output: null } }
}

/** Two workers that start with the built file. */
function poolOf(kind: 'process' | 'thread'): WorkerPool {
  return new WorkerPool({ workers: 2, kind, workerUrl: pathToFileURL(join(shell.main, 'engine-worker.js')) })
}

describe.each(['process', 'thread'] as const)('the built worker as a %s', (kind) => {
  it('runs commands', async () => {
    await using pool = poolOf(kind)
    const items = ['/a', '/b c', '/\udcff'].map((path, index) => itemAt(path, { seq: index + 1 }))
    const results: unknown[] = []
    for await (const values of pool.imap(task('echo {#}'), items)) results.push(values)
    expect(results).toEqual([
      [0, '1'],
      [0, '2'],
      [0, '3'],
    ])
  })

  // Other systems do not tell the environment of processes, by which they are counted here.
  it.runIf(process.platform === 'linux')('leaves nothing of them when it is terminated', async () => {
    const marked = markedCommand(`built ${kind}`, stubbornTree)
    const pool = poolOf(kind)
    const results = pool.map(task(marked.line), [itemAt('/a'), itemAt('/b')])
    await marked.until(2 * treeSize)
    const [ended] = await Promise.allSettled([results, pool.terminate()])
    expect(ended.status).toBe('rejected')
    expect(await marked.mark.remaining(0)).toBe(0)
  })
})
