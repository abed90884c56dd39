import {
  existsSync,
  linkSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import { namesIn, orderIn, publishOne, replacing } from './fixtures/published.ts'
import { undoOutput, type ManifestRecord } from './undo.ts'

const undone = { status: 'undone' }

function refused(reason: string): unknown {
  const containing: unknown = expect.stringContaining(reason)
  return { status: 'refused', reason: containing }
}

/** Makes an output of a file `in.txt` and returns what a manifest has of it. */
async function make(
  tree: TemporaryTree,
  effect: TaskOutput['effect'],
  plan: PlannedOutput,
): Promise<ManifestRecord> {
  const source = existsSync(tree.at('in.txt')) ? tree.at('in.txt') : tree.file('in.txt', 'input')
  const { output } = await publishOne(orderIn(tree), effect, source, plan, (_item, context) => {
    if (context.output !== undefined) writeFileSync(context.output.temporary, 'new')
    return []
  })
  return { action: plan.action, effect, source, made: output }
}

describe('undoOutput', () => {
  it('removes what was made, with the folders that were made for it, and is as good twice as once', async () => {
    using tree = new TemporaryTree()
    const record = await make(tree, 'writes', { action: 'create', path: tree.at('new/deep/out.txt') })
    expect(await undoOutput(record)).toEqual(undone)
    expect(namesIn(tree.root)).toEqual(['in.txt', 'journal'])
    expect(await undoOutput(record)).toEqual(undone)
  })

  it('leaves folders that others use by now', async () => {
    using tree = new TemporaryTree()
    const record = await make(tree, 'writes', { action: 'create', path: tree.at('new/deep/out.txt') })
    tree.file('new/other.txt', 'other')
    expect(await undoOutput(record)).toEqual(undone)
    expect(namesIn(tree.at('new'))).toEqual(['other.txt'])
  })

  it.each<[string, (path: string) => void]>([
    ['written to', (path) => writeFileSync(path, 'NEW')],
    ['touched', (path) => utimesSync(path, 1, 1)],
    [
      'replaced by another',
      (path) => {
        const { atime, mtime } = statSync(path)
        writeFileSync(`${path}.other`, 'new')
        rmSync(path)
        writeFileSync(path, 'new')
        utimesSync(path, atime, mtime)
      },
    ],
    [
      'replaced by a link',
      (path) => {
        rmSync(path)
        symlinkSync('elsewhere', path)
      },
    ],
  ])('refuses what was %s since', async (_, change) => {
    using tree = new TemporaryTree()
    for (const effect of ['writes', 'moves'] as const) {
      const path = tree.at(`${effect}.txt`)
      const record = await make(tree, effect, { action: 'create', path })
      change(path)
      expect(await undoOutput(record)).toEqual(refused('was changed since it was made'))
      expect(namesIn(tree.root)).toContain(`${effect}.txt`)
    }
  })

  it('moves back what was moved, into a folder that is gone by now too', async () => {
    using tree = new TemporaryTree()
    const source = tree.file('from/in.txt', 'input')
    utimesSync(source, 1_000, 1_100.123)
    const { ino, mtimeMs } = statSync(source)
    const path = tree.at('to/out.txt')
    const plan = { action: 'create', path } as const
    const { output } = await publishOne(orderIn(tree), 'moves', source, plan, () => [])
    const record = { action: 'create', effect: 'moves', source, made: output } as const
    rmSync(tree.at('from'), { recursive: true })
    expect(await undoOutput(record)).toEqual(undone)
    expect([statSync(source).ino, statSync(source).mtimeMs]).toEqual([ino, mtimeMs])
    expect(existsSync(tree.at('to'))).toBe(false)
    expect(await undoOutput(record)).toEqual(undone)
    // As it is when an undo is cut off between the old name and the end of the new one.
    tree.folder('to')
    linkSync(source, path)
    expect(await undoOutput(record)).toEqual(undone)
    expect([existsSync(source), existsSync(path)]).toEqual([true, false])
  })

  it('never replaces what stands in the old place', async () => {
    using tree = new TemporaryTree()
    const record = await make(tree, 'moves', { action: 'create', path: tree.at('out.txt') })
    tree.file('in.txt', 'somebody else')
    expect(await undoOutput(record)).toEqual(refused('in.txt" is there'))
    expect(readFileSync(tree.at('in.txt'), 'utf8')).toBe('somebody else')
    rmSync(tree.at('out.txt'))
    expect(await undoOutput(record)).toEqual(refused('no longer there'))
  })

  it('refuses where an earlier file gave way, because that one is not kept', async () => {
    using tree = new TemporaryTree()
    const plan = replacing(tree.file('out.txt', 'earlier'))
    expect(await undoOutput(await make(tree, 'writes', plan))).toEqual(refused('which is not kept'))
    const inPlace = await make(tree, 'writes', { action: 'replace-input', path: tree.at('in.txt') })
    expect(await undoOutput(inPlace)).toEqual(refused('which is not kept'))
    expect(readFileSync(tree.at('in.txt'), 'utf8')).toBe('new')
  })
})
