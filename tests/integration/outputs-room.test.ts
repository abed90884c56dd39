import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RoomLimits } from '../../electron/engine/runs/room-guard.ts'
import { namesBelow } from '../support/file-tree.ts'
import { localEngine, runEnd, untilRun } from '../support/local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const nothing = { bytes: 0, share: 0 }

/** A volume of 1 MiB, unmounted at the end of its scope. */
interface SmallVolume extends AsyncDisposable {
  readonly path: string
}

/** Whether this system lets a small volume be mounted: only its administrator may. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'batchyard-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
}

function smallVolume(path: string): SmallVolume {
  mkdirSync(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path])
  return {
    path,
    [Symbol.asyncDispose]: () => {
      execFileSync('umount', [path])
      return Promise.resolve()
    },
  }
}

/** Five files, of which a volume of 1 MiB holds three. */
async function writeLargeFiles(folder: TemporaryFolder): Promise<void> {
  await mkdir(folder.at('in'))
  for (const name of ['1', '2', '3', '4', '5']) await writeFile(folder.at('in', name), name.repeat(300_000))
}

describe.runIf(canMount())('a volume of outputs that fills up', () => {
  it('fails the items that find no room, and leaves no part of them', async () => {
    await using folder = await temporaryFolder()
    await writeLargeFiles(folder)
    await using volume = smallVolume(folder.at('out'))
    const roomLimits: RoomLimits = { disk: nothing, memory: nothing, interval: 20 }
    await using local = await localEngine(folder.at('data'), { roomLimits })
    const { client } = local
    const { runId } = await client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      task: { type: 'copy' },
      execution: { workers: 1 },
      output: { place: { kind: 'folder', path: volume.path } },
    })
    const { run } = await runEnd(client, runId)
    expect(run.counts).toMatchObject({ succeeded: 3, failed: 2 })
    const { rows } = await client.runs.results({ runId, status: 'failed' })
    expect(rows.map(({ error }) => error?.code)).toEqual(['NO_SPACE', 'NO_SPACE'])
    expect(await namesBelow(volume.path)).toEqual(['1', '2', '3'])
    for (const name of ['1', '2', '3']) {
      expect(await readFile(join(volume.path, name), 'utf8')).toBe(name.repeat(300_000))
    }
    await rm(join(volume.path, '1'))
    await rm(join(volume.path, '2'))
    await client.runs.retry({ runId, which: { kind: 'failed' } })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ succeeded: 5, failed: 0 })
  })

  it('pauses its run before that, says which volume it is, and lets it go on when there is room', async () => {
    await using folder = await temporaryFolder()
    await writeLargeFiles(folder)
    await using volume = smallVolume(folder.at('out'))
    await writeFile(join(volume.path, 'in the way'), 'x'.repeat(700_000))
    // Of 1 MiB so much is a little; of the volume of the database it is next to nothing.
    const roomLimits: RoomLimits = { disk: { bytes: 400_000, share: 1 }, memory: nothing, interval: 20 }
    await using local = await localEngine(folder.at('data'), { roomLimits })
    const { client } = local
    const { runId } = await client.runs.start({
      inputs: [1, 2].map((name) => ({ kind: 'path', path: folder.at('in', String(name)) })),
      task: { type: 'copy' },
      output: { place: { kind: 'folder', path: volume.path } },
    })
    const paused = await untilRun(client, runId, ({ run }) => run.pause?.reason === 'disk-low')
    expect(paused.run.pause?.message).toContain(volume.path)
    await rm(join(volume.path, 'in the way'))
    expect((await runEnd(client, runId)).run.counts).toMatchObject({ succeeded: 2 })
    expect((await stat(join(volume.path, '2'))).size).toBe(300_000)
  })
})
