import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { namesBelow, treeState, writeTree } from '../support/file-tree.ts'
import { startCommand } from '../support/command.ts'
import { localEngine, runEnd } from '../support/local-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const count = 120

function manyFiles(): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, `content ${index}`]))
}

describe('a program that is killed while its run makes files', () => {
  it.each(['copy', 'move'])(
    'leaves each whole; resumed, each is there once, and undo takes all back: %s',
    { timeout: 300_000 },
    async (task) => {
      await using folder = await temporaryFolder()
      await writeTree(folder.at('in'), manyFiles())
      await mkdir(folder.at('out'))
      const before = await treeState(folder.at('in'))
      const watcher = watch(folder.at('out'))
      const { process: child, ended } = startCommand([
        ...['run', '--task', task, '--input', folder.at('in'), '--output-dir', folder.at('out')],
        ...['--workers', '2', '--data-dir', folder.at('data'), '--quiet'],
      ])
      // Some are made: what appears in the folder says so.
      for (let changes = 0; changes < 20; changes += 1) await Promise.race([once(watcher, 'change'), ended])
      watcher.close()
      child.kill('SIGKILL')
      await ended
      const made = (await readdir(folder.at('out'))).filter((name) => !name.startsWith('.batchyard-'))
      for (const name of made) {
        expect(await readFile(folder.at('out', name), 'utf8')).toBe(`content ${name.replace('.txt', '')}`)
      }
      await using local = await localEngine(folder.at('data'))
      const { client } = local
      const [run] = await client.runs.list({})
      const runId = run?.id ?? 0
      if (run?.state !== 'finished') {
        await client.runs.resume({ runId })
        expect((await runEnd(client, runId, 2)).run.state).toBe('finished')
      }
      expect(await client.runs.get({ runId })).toMatchObject({
        run: { counts: { total: count, succeeded: count, failed: 0 } },
      })
      expect(await namesBelow(folder.at('out'))).toEqual(Object.keys(manyFiles()).sort())
      expect(await client.runs.outputs({ runId, limit: 1 })).toMatchObject({ made: count })
      expect(await namesBelow(folder.at('data', 'outputs'))).toEqual([])
      expect(await client.runs.undo({ runId })).toMatchObject({ undone: count, refused: 0, left: 0 })
      expect(await namesBelow(folder.at('out'))).toEqual([])
      expect(await treeState(folder.at('in'))).toEqual(before)
    },
  )

  it(
    'can be undone without being resumed, with what it had made when it was killed',
    { timeout: 300_000 },
    async () => {
      await using folder = await temporaryFolder()
      await writeTree(folder.at('in'), manyFiles())
      await mkdir(folder.at('out'))
      const before = await treeState(folder.at('in'))
      const watcher = watch(folder.at('out'))
      const { process: child, ended } = startCommand([
        ...['run', '--task', 'move', '--input', folder.at('in'), '--output-dir', folder.at('out')],
        ...['--data-dir', folder.at('data'), '--quiet'],
      ])
      for (let changes = 0; changes < 20; changes += 1) await Promise.race([once(watcher, 'change'), ended])
      watcher.close()
      child.kill('SIGKILL')
      await ended
      await using local = await localEngine(folder.at('data'))
      const [run] = await local.client.runs.list({})
      expect(await local.client.runs.undo({ runId: run?.id ?? 0 })).toMatchObject({ refused: 0, left: 0 })
      expect(await namesBelow(folder.at('out'))).toEqual([])
      expect(await treeState(folder.at('in'))).toEqual(before)
    },
  )
})
