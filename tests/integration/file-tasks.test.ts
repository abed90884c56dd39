import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { TemporaryTree } from '../../electron/engine/inputs/fixtures/temporary-tree.ts'
import { MemoryClaims } from '../../electron/engine/outputs/fixtures/memory-claims.ts'
import { OutputPlanner, type OutputItem } from '../../electron/engine/outputs/planner.ts'
import type { OutputResult } from '../../electron/engine/outputs/publication.ts'
import { undoOutput } from '../../electron/engine/outputs/undo.ts'
import { fromPathBytes, toPathBytes } from '../../electron/engine/path-bytes.ts'
import { itemAt, quietContext } from '../../electron/engine/tasks/fixtures/try-task.ts'
import { findTaskType, parseParameters } from '../../electron/engine/tasks/registry.ts'
import { resolveTask } from '../../electron/engine/tasks/serve.ts'
import { cellSchema } from '../../shared/model/result.ts'
import { outputSchema } from '../../shared/model/output.ts'
import { madeOutputSchema, type PlannedOutput } from '../../shared/model/planned-output.ts'
import { deepFolder, hostileNames } from '../support/hostile-names.ts'

/** What a worker answers for an item whose output it made. */
const answerSchema = z.object({ values: z.array(cellSchema), output: madeOutputSchema })

interface Trial {
  readonly task: string
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly output?: unknown
  /** Where the files were looked for. */
  readonly root: string
  readonly paths: readonly string[]
  readonly journal: string
}

interface Done {
  readonly item: OutputItem
  readonly planned: PlannedOutput
  readonly result: OutputResult | null
}

/** Plans and does a job as a run would, without a database and in this thread. */
async function tryTask({ task, parameters = {}, output = {}, root, paths, journal }: Trial): Promise<Done[]> {
  const type = findTaskType(task)
  const given = parseParameters(type, parameters)
  await type.check?.(given)
  const taskOutput = type.output?.(given)
  if (taskOutput === undefined || taskOutput === null) throw new Error(`${task} makes nothing`)
  const options = outputSchema.parse(output)
  const planner = new OutputPlanner({
    ...{ output: options, task: taskOutput, plannedBefore: 0 },
    claims: new MemoryClaims(paths),
  })
  const items = paths.map((path, index) => {
    return { seq: index + 1, path, modifiedAt: statSync(toPathBytes(path)).mtimeMs, inputRoot: root }
  })
  const plan = await planner.plan(items)
  const { keepDates, keepPermissions } = options
  const order = { runId: 1, journal, keepDates, keepPermissions }
  const work = await resolveTask({ name: task, parameters: { parameters: given, output: order } })
  const all: Done[] = []
  for (const [index, item] of items.entries()) {
    const planned = plan[index]
    if (planned === undefined) throw new Error('every item has a plan')
    const isToDo = planned.action !== 'skip' && planned.action !== 'refuse'
    const taskItem = itemAt(item.path, { seq: item.seq, output: planned })
    const result = isToDo ? answerSchema.parse(await work(taskItem, quietContext)) : null
    all.push({ item, planned, result })
  }
  return all
}

/** All that is in a folder, by its path below it: content and date of files, in an order of its own. */
function treeOf(root: string, below = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const bytes of readdirSync(toPathBytes(join(root, below)), { encoding: 'buffer' })) {
    const name = below === '' ? fromPathBytes(bytes) : `${below}/${fromPathBytes(bytes)}`
    const path = toPathBytes(`${root}/${name}`)
    const stats = lstatSync(path)
    if (stats.isDirectory()) for (const [deep, content] of treeOf(root, name)) found.set(deep, content)
    else if (stats.isSymbolicLink()) found.set(name, `-> ${readlinkSync(path)}`)
    else found.set(name, `${stats.mtimeMs} ${readFileSync(path, 'latin1')}`)
  }
  return new Map([...found].toSorted(([first], [second]) => (first < second ? -1 : 1)))
}

/** Files of all hostile names, each with content and a date of its own, some of them deep below. */
function hostileFiles(tree: TemporaryTree, folder: string): string[] {
  const names = [...hostileNames]
  for (const length of [300, 3_700]) {
    names.push(`${deepFolder(tree.at(folder).length, length)}/deep.txt`)
  }
  return names.map((name, index) => {
    const path = `${tree.at(folder)}/${name}`
    mkdirSync(toPathBytes(dirname(path)), { recursive: true })
    writeFileSync(toPathBytes(path), `content ${index}`)
    utimesSync(toPathBytes(path), 1_000_000 + index, 2_000_000 + index)
    return path
  })
}

describe.runIf(process.platform === 'linux')('hostile names', () => {
  it('are copied byte for byte, with their dates, and what was copied is taken back', async () => {
    using tree = new TemporaryTree()
    const paths = hostileFiles(tree, 'in')
    const before = treeOf(tree.at('in'))
    const place = { kind: 'folder', path: tree.at('out'), keepTree: true }
    const [root, journal] = [tree.at('in'), tree.at('journal')]
    const output = { place, keepDates: true }
    const done = await tryTask({ task: 'copy', output, root, paths, journal })
    expect(done.map(({ planned }) => planned.action)).toEqual(paths.map(() => 'create'))
    expect(treeOf(tree.at('out'))).toEqual(before)
    expect(treeOf(tree.at('in'))).toEqual(before)
    await undoAll(done, 'writes')
    expect(readdirSync(tree.root).toSorted()).toEqual(['in', 'journal'])
  })

  it('are moved byte for byte, and moved back', async () => {
    using tree = new TemporaryTree()
    const paths = hostileFiles(tree, 'in')
    const before = treeOf(tree.at('in'))
    const place = { kind: 'folder', path: tree.at('out'), keepTree: true }
    const [root, journal] = [tree.at('in'), tree.at('journal')]
    const done = await tryTask({ task: 'move', output: { place }, root, paths, journal })
    expect(treeOf(tree.at('out'))).toEqual(before)
    expect(treeOf(tree.at('in')).size).toBe(0)
    await undoAll(done, 'moves')
    expect(treeOf(tree.at('in'))).toEqual(before)
    expect(readdirSync(tree.root).toSorted()).toEqual(['in', 'journal'])
  })

  it('are renamed in their folders and keep all that the rename does not name', async () => {
    using tree = new TemporaryTree()
    const paths = hostileFiles(tree, 'in')
    const before = treeOf(tree.at('in'))
    const [root, journal] = [tree.at('in'), tree.at('journal')]
    const parameters = { find: '^', regularExpression: true, replace: 'n-', part: 'both' }
    const done = await tryTask({ task: 'rename', parameters, root, paths, journal })
    const tooLong = hostileNames.filter((name) => Buffer.byteLength(toPathBytes(`n-${name}`)) > 255)
    expect(tooLong.length).toBeGreaterThan(0)
    const expected = new Map<string, string>()
    for (const [name, content] of before) {
      expected.set(tooLong.includes(name) ? name : name.replace(/[^/]*$/u, 'n-$&'), content)
    }
    const refused = done.filter(({ planned }) => planned.action === 'refuse')
    expect(refused.map(({ item }) => item.path.slice(root.length + 1))).toEqual(tooLong)
    for (const { planned } of refused) expect(planned).toMatchObject({ code: 'OUTPUT_NAME' })
    expect(new Map([...treeOf(root)].toSorted())).toEqual(new Map([...expected].toSorted()))
    await undoAll(done, 'moves')
    expect(treeOf(root)).toEqual(before)
  })

  it('become names of pictures and counters', async () => {
    using tree = new TemporaryTree()
    const paths = hostileFiles(tree, 'in').slice(0, hostileNames.length)
    const [root, journal] = [tree.at('in'), tree.at('journal')]
    const output = { name: '{date}/{nnn}.txt' }
    const parameters = { countFrom: 5, countBy: 10 }
    const done = await tryTask({ task: 'rename', parameters, output, root, paths, journal })
    expect(done[2]?.planned).toMatchObject({ action: 'create', path: `${root}/1970-01-24/025.txt` })
    expect(readdirSync(`${root}/1970-01-24`)).toHaveLength(paths.length)
  })
})

describe('renaming', () => {
  it.each([
    [{ find: 'o', replace: '0' }, 'f00 b0x.tXt'],
    [{ find: '.', replace: '$&' }, 'foo box.tXt'],
    [{ find: '(\\w+) (\\w+)', regularExpression: true, replace: '$2, $1' }, 'box, foo.tXt'],
    [{ find: 'FOO ', ignoreCase: true }, 'box.tXt'],
    [{ find: 'X', part: 'extension', replace: 'x' }, 'foo box.txt'],
    [{ letterCase: 'title' }, 'Foo Box.tXt'],
    [{ letterCase: 'upper', part: 'both' }, 'FOO BOX.TXT'],
    [{ find: ' ', replace: '/' }, 'foo_box.tXt'],
  ])('%j makes %s', async (parameters, expected) => {
    using tree = new TemporaryTree()
    const paths = [tree.file('in/foo box.tXt', 'x')]
    await tryTask({ task: 'rename', parameters, root: tree.root, paths, journal: tree.at('journal') })
    expect(readdirSync(tree.at('in'))).toEqual([expected])
  })

  it('refuses names on which a regular expression would take for ever, and goes on', async () => {
    using tree = new TemporaryTree()
    const paths = Array.from({ length: 200 }, (_, index) => tree.file(`in/${'a'.repeat(60)}! ${index}`))
    const fast = tree.file('in/0 fast')
    const parameters = { find: '^0|(a+)+$', regularExpression: true, replace: 'x' }
    const trial = { task: 'rename', parameters, root: tree.root, journal: tree.at('journal') }
    const done = await tryTask({ ...trial, paths: [fast, ...paths] })
    expect(done[0]?.planned).toMatchObject({ action: 'create', path: tree.at('in/x fast') })
    const message: unknown = expect.stringContaining('takes too long')
    for (const { planned } of done.slice(1)) {
      expect(planned).toMatchObject({ action: 'refuse', code: 'OUTPUT_NAME', message })
    }
  })

  it('leaves files that keep their names where they are, and says what is no regular expression', async () => {
    using tree = new TemporaryTree()
    const trial = { task: 'rename', root: tree.root, journal: tree.at('journal') }
    const paths = [tree.file('a.txt'), tree.file('b.txt')]
    const done = await tryTask({ ...trial, parameters: { find: 'a', replace: 'b' }, paths })
    expect(done.map(({ planned }) => planned.action)).toEqual(['create', 'skip'])
    expect(readdirSync(tree.root).filter((name) => name.endsWith('.txt'))).toEqual(['b (2).txt', 'b.txt'])
    await expect(
      tryTask({ ...trial, parameters: { find: '(', regularExpression: true }, paths: [] }),
    ).rejects.toMatchObject({ code: 'INVALID_PARAMETERS' })
  })
})

describe('setting dates', () => {
  async function setDates(path: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    const work = await resolveTask({ name: 'set-dates', parameters: { parameters, output: null } })
    return await work(itemAt(path), quietContext)
  }

  it.each([
    ['IMG_20261128_123456.jpg', new Date(2026, 10, 28, 12, 34, 56)],
    ['Screenshot 2026-11-28 at 12.34.56.png', new Date(2026, 10, 28, 12, 34, 56)],
    ['2026-11-28.txt', new Date(2026, 10, 28)],
  ])('takes them from the name %s', async (name, date) => {
    using tree = new TemporaryTree()
    const path = tree.file(name, 'content')
    utimesSync(path, 1_000, 2_000)
    expect(await setDates(path, { from: 'name' })).toEqual(['1970-01-01T00:33:20.000Z', date.toISOString()])
    expect([statSync(path).mtimeMs, statSync(path).atimeMs]).toEqual([date.getTime(), 1_000_000])
    expect(readFileSync(path, 'utf8')).toBe('content')
  })

  it('takes them from pictures, and from what was given', async () => {
    using tree = new TemporaryTree()
    const exif = { IFD2: { DateTimeOriginal: '2019:06:30 08:09:10' } }
    const picture = await sharp({ create: { width: 8, height: 4, channels: 3, background: 'red' } })
      .withExif(exif)
      .jpeg()
      .toBuffer()
    const path = tree.file('picture \udcff.jpg', picture)
    await setDates(path, { from: 'taken' })
    const mtime = (): number => statSync(toPathBytes(path)).mtimeMs
    expect(mtime()).toBe(new Date(2019, 5, 30, 8, 9, 10).getTime())
    await setDates(path, { from: 'fixed', date: '2020-02-29T12:00Z' })
    expect(mtime()).toBe(Date.UTC(2020, 1, 29, 12))
  })

  it('says which file tells no date', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('photo 2026-02-31.txt', 'no picture')
    const named: unknown = expect.stringContaining('photo 2026-02-31.txt')
    const invalid = { code: 'INVALID_CONTENT', message: named }
    await expect(setDates(path, { from: 'name' })).rejects.toMatchObject(invalid)
    await expect(setDates(path, { from: 'taken' })).rejects.toMatchObject(invalid)
    await expect(setDates(tree.at('gone'), { from: 'fixed', date: '2020-01-01' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    for (const parameters of [
      { from: 'fixed', date: 'soon' },
      { from: 'name', pattern: '(' },
    ]) {
      await expect(setDates(path, parameters)).rejects.toMatchObject({ code: 'INVALID_PARAMETERS' })
    }
  })
})

describe.runIf(process.platform === 'linux')('the recycle bin', () => {
  it('takes files of hostile names and tells where they are', async () => {
    using tree = new TemporaryTree()
    const work = await resolveTask({ name: 'trash', parameters: { parameters: {}, output: null } })
    for (const [index, name] of hostileNames.entries()) {
      const path = tree.at(`in/${name}`)
      tree.file(`in/${name}`, `content ${index}`)
      if (!path.isWellFormed()) {
        await expect(work(itemAt(path), quietContext)).rejects.toMatchObject({ code: 'TASK_FAILED' })
        continue
      }
      const [where] = z.tuple([z.string()]).parse(await work(itemAt(path), quietContext))
      expect(readFileSync(where, 'utf8')).toBe(`content ${index}`)
      rmSync(where)
      rmSync(join(dirname(where), '..', 'info', `${basename(where)}.trashinfo`))
    }
    const left = readdirSync(tree.at('in'), { encoding: 'buffer' }).map((bytes) => fromPathBytes(bytes))
    expect(left.toSorted()).toEqual(hostileNames.filter((name) => !name.isWellFormed()).toSorted())
    await expect(work(itemAt(tree.at('gone')), quietContext)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

async function undoAll(all: readonly Done[], effect: 'writes' | 'moves'): Promise<void> {
  for (const { item, planned, result } of all.toReversed()) {
    if (result === null) continue
    const record = { action: planned.action, effect, source: item.path, made: result.output }
    expect(await undoOutput(record)).toEqual({ status: 'undone' })
  }
}
