import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outputSchema, type IfExists } from '../../../shared/model/output.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import { MemoryClaims } from './fixtures/memory-claims.ts'
import { MemoryDisk } from './fixtures/memory-disk.ts'
import { foldName } from './fold-name.ts'
import { OutputPlanner, type OutputItem, type OutputPlannerOptions } from './planner.ts'

const copies: TaskOutput = { effect: 'writes', defaultName: '{/}', extension: (extension) => extension }
const moves: TaskOutput = { ...copies, effect: 'moves' }
const toOut = { place: { kind: 'folder', path: '/out' } }

function items(...paths: string[]): OutputItem[] {
  return paths.map((path, index) => ({ seq: index + 1, path, modifiedAt: 2_000, inputRoot: null }))
}

interface Planning extends Partial<Omit<OutputPlannerOptions, 'output'>> {
  readonly output?: unknown
  readonly pageSize?: number
}

/** Plans items, all of which are inputs, a page at a time. */
async function plan(all: readonly OutputItem[], planning: Planning = {}): Promise<PlannedOutput[]> {
  const { output = toOut, pageSize = 100, ...more } = planning
  const planner = new OutputPlanner({
    output: outputSchema.parse(output),
    task: copies,
    claims: new MemoryClaims(all.map(({ path }) => path)),
    plannedBefore: 0,
    disk: new MemoryDisk(),
    ...more,
  })
  const planned: PlannedOutput[] = []
  for (let from = 0; from < all.length; from += pageSize) {
    planned.push(...(await planner.plan(all.slice(from, from + pageSize))))
  }
  return planned
}

/** What matters of a plan, in a few words. */
function told(planned: PlannedOutput): string {
  const { action, path } = planned
  if (action === 'refuse') return `${planned.code} ${path ?? 'nowhere'}`
  if (action === 'skip') return `skip ${planned.reason}${planned.by === null ? '' : ` by ${planned.by}`}`
  return `${action} ${path}`
}

function diskOf(...files: string[]): MemoryDisk {
  const disk = new MemoryDisk()
  for (const file of files) disk.add(file)
  return disk
}

describe('OutputPlanner', () => {
  const taken = ['/a/x.txt', '/b/x.txt']
  it.each<[IfExists, string[]]>([
    ['number', ['create /out/x.txt', 'create /out/x (2).txt']],
    ['skip', ['create /out/x.txt', 'skip taken by 1']],
    ['overwrite', ['create /out/x.txt', 'OUTPUT_COLLISION /out/x.txt']],
    ['if-newer', ['create /out/x.txt', 'OUTPUT_COLLISION /out/x.txt']],
    ['fail', ['create /out/x.txt', 'OUTPUT_COLLISION /out/x.txt']],
  ])('keeps two items apart that would have one output: %s', async (ifExists, expected) => {
    const planned = await plan(items(...taken), { output: { ...toOut, ifExists }, disk: diskOf(...taken) })
    expect(planned.map(told)).toEqual(expected)
  })

  it('says of a collision which two items it is', async () => {
    const planned = await plan(items(...taken), { output: { ...toOut, ifExists: 'fail' } })
    expect(planned[1]).toMatchObject({
      message:
        '"/b/x.txt" (item 2) and item 1 would both become "/out/x.txt". Choose names that differ, or have them numbered.',
    })
  })

  it.each<[IfExists, string]>([
    ['number', 'create /out/x (3).txt'],
    ['skip', 'skip exists'],
    ['overwrite', 'replace /out/x.txt'],
    ['fail', 'OUTPUT_EXISTS /out/x.txt'],
    ['if-newer', 'replace /out/x.txt'],
  ])('heeds what is there already: %s', async (ifExists, expected) => {
    const disk = diskOf('/a/x.txt', '/out/x.txt', '/out/x (2).txt')
    const planned = await plan(items('/a/x.txt'), { output: { ...toOut, ifExists }, disk })
    expect(planned.map(told)).toEqual([expected])
  })

  it.each([
    [2_000, 'skip not-newer'],
    [2_000.5, 'skip not-newer'],
    [1_999, 'replace /out/x.txt'],
    [3_000, 'skip not-newer'],
  ])('replaces what is older: a file of %d', async (modifiedAt, expected) => {
    const disk = diskOf('/a/x.txt')
    disk.add('/out/x.txt', 'file', modifiedAt)
    const planned = await plan(items('/a/x.txt'), { output: { ...toOut, ifExists: 'if-newer' }, disk })
    expect(planned.map(told)).toEqual([expected])
  })

  it.each<[IfExists, string]>([
    ['number', 'create /a/x (2).txt'],
    ['skip', 'skip exists'],
    ['overwrite', 'OUTPUT_IS_INPUT /a/x.txt'],
    ['fail', 'OUTPUT_IS_INPUT /a/x.txt'],
    ['if-newer', 'OUTPUT_IS_INPUT /a/x.txt'],
  ])('never replaces an input: %s', async (ifExists, expected) => {
    const disk = diskOf('/a/x.txt')
    expect((await plan(items('/a/x.txt'), { output: { ifExists }, disk })).map(told)).toEqual([expected])
    const other = items('/b/x.txt', '/a/x.txt')
    const output = { place: { kind: 'folder', path: '/a' }, ifExists }
    expect(told((await plan(other, { output, disk }))[0] ?? never())).toBe(expected)
  })

  it.each<['folder' | 'link' | 'other', IfExists, string]>([
    ['folder', 'number', 'create /out/x (2).txt'],
    ['folder', 'skip', 'OUTPUT_EXISTS /out/x.txt'],
    ['folder', 'overwrite', 'OUTPUT_EXISTS /out/x.txt'],
    ['link', 'overwrite', 'OUTPUT_EXISTS /out/x.txt'],
    ['link', 'skip', 'skip exists'],
    ['other', 'if-newer', 'OUTPUT_EXISTS /out/x.txt'],
  ])('replaces no %s: %s', async (kind, ifExists, expected) => {
    const disk = diskOf('/a/x.txt')
    disk.add('/out/x.txt', kind)
    expect((await plan(items('/a/x.txt'), { output: { ...toOut, ifExists }, disk })).map(told)).toEqual([
      expected,
    ])
  })

  it('replaces inputs where that is what was asked for', async () => {
    const output = { place: { kind: 'in-place' } }
    const disk = diskOf('/a/x.txt')
    expect((await plan(items('/a/x.txt', '/gone'), { output, disk })).map(told)).toEqual([
      'replace-input /a/x.txt',
      'NOT_FOUND /gone',
    ])
    const task = { ...copies, extension: () => 'webp' }
    expect((await plan(items('/a/x.txt'), { output, disk, task })).map(told)).toEqual(['OUTPUT_NAME nowhere'])
  })

  it('takes names for one that differ in letter case or in how accents are written, where the volume does', async () => {
    const paths = ['/a/Ä.txt', '/b/A\u0308.TXT', '/c/ä.Txt']
    const folding = await plan(items(...paths), { disk: new MemoryDisk(true) })
    expect(folding.map(told)).toEqual([
      'create /out/Ä.txt',
      'create /out/A\u0308 (2).TXT',
      'create /out/ä (3).Txt',
    ])
    expect((await plan(items(...paths))).map(told)).toEqual(
      paths.map((path) => `create /out${path.slice(2)}`),
    )
  })

  it('lets a file that is renamed keep its name, and change its letter case', async () => {
    const output = { ifExists: 'number' }
    const disk = new MemoryDisk(true)
    disk.add('/a/Photo.JPG')
    const same = await plan(items('/a/Photo.JPG'), { output, disk, task: moves })
    expect(same.map(told)).toEqual(['skip exists'])
    const task = { ...moves, baseName: (name: string) => name.toLowerCase() }
    const lower = await plan(items('/a/Photo.JPG'), { output, disk, task })
    expect(lower.map(told)).toEqual(['replace-input /a/photo.jpg'])
  })

  it('keeps the tree of an input, and puts {relative} into names', async () => {
    const [item] = items('/in/trip/day 1/x.txt')
    const inTree = [{ ...(item ?? never()), inputRoot: '/in' }]
    const place = { kind: 'folder', path: '/out', keepTree: true }
    expect((await plan(inTree, { output: { place } })).map(told)).toEqual(['create /out/trip/day 1/x.txt'])
    const output = { ...toOut, name: '{relative}/{n}-{/}' }
    expect((await plan(inTree, { output, plannedBefore: 4 })).map(told)).toEqual([
      'create /out/trip/day 1/5-x.txt',
    ])
  })

  it('refuses names that the file system does not take, and shortens those that a number makes too long', async () => {
    const long = `${'é'.repeat(125)}.txt`
    const output = { ...toOut, name: '{/}' }
    const planned = await plan(items(`/a/${long}`, `/b/${long}`), { output })
    expect(planned.map(told)).toEqual([`create /out/${long}`, `create /out/${'é'.repeat(123)} (2).txt`])
    const tooLong = await plan(items(`/a/${long}`), { output: { ...toOut, name: 'copy of {/}' } })
    expect(tooLong).toMatchObject([{ code: 'OUTPUT_NAME', path: null }])
    expect(tooLong[0]).toHaveProperty('message', expect.stringContaining('a name of 262 bytes'))
  })

  it('refuses jobs with which no item could have an output', () => {
    const options = { claims: new MemoryClaims(), plannedBefore: 0, disk: new MemoryDisk() }
    const make = (output: unknown, task: TaskOutput) => () =>
      new OutputPlanner({ ...options, output: outputSchema.parse(output), task })
    expect(make({ name: '{what}' }, copies)).toThrow('The output name has an unknown placeholder {what}.')
    expect(make({ place: { kind: 'folder', path: 'out' } }, copies)).toThrow('absolute path')
    expect(make({ place: { kind: 'in-place' } }, moves)).toThrow('cannot stay in their places')
    expect(make({ place: { kind: 'in-place' }, name: 'x' }, copies)).toThrow('keep their names')
  })

  it('numbers ten thousand files of one name without looking at each name for each file', async () => {
    const paths = Array.from({ length: 10_000 }, (_, index) => `/in/${index}/x.txt`)
    const disk = diskOf('/out/x (3).txt', '/out/x.txt')
    const planned = await plan(items(...paths), { disk, pageSize: 500 })
    expect(new Set(planned.map(told)).size).toBe(10_000)
    expect(told(planned.at(-1) ?? never())).toBe('create /out/x (10002).txt')
    expect(disk.looks).toBeLessThan(11_000)
  })

  it('gives the same answers for a page that is planned again after a crash', async () => {
    const paths = ['/a/x', '/b/x', '/c/y']
    const claims = new MemoryClaims(paths)
    const output = { ...toOut, ifExists: 'skip' }
    const first = await plan(items(...paths), { claims, output })
    expect(await plan(items(...paths), { claims, output })).toEqual(first)
  })

  it('makes a refusal of what a disk says', async () => {
    const disk = new MemoryDisk()
    disk.folder = async () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' })
    }
    expect((await plan(items('/a/x'), { disk })).map(told)).toEqual(['PERMISSION_DENIED /out/x'])
    const blocked = await plan(items('/a/x'), { disk: diskOf('/out') })
    expect(blocked.map(told)).toEqual(['OUTPUT_EXISTS /out/x'])
  })

  it('overwrites nothing that it should not, whatever is there', async () => {
    const name = fc.constantFrom('x', 'X', 'y', 'x (2)', 'Ä', 'A\u0308', 'z')
    const path = fc.tuple(fc.constantFrom('/in/', '/in/b/', '/out/'), name).map((parts) => parts.join(''))
    const kinds = fc.constantFrom<'file' | 'folder' | 'link'>('file', 'file', 'folder', 'link')
    const existing = fc.array(fc.tuple(path, kinds, fc.integer({ min: 0, max: 4_000 })), { maxLength: 8 })
    const anyPolicy = fc.constantFrom<IfExists>('skip', 'overwrite', 'number', 'fail', 'if-newer')
    const place = fc.constantFrom(undefined, toOut.place, { kind: 'folder', path: '/in' })
    const template = fc.constantFrom('{/}', 'x', '{/.}-{n}', '{n}/{/}')
    await fc.assert(
      fc.asyncProperty(
        ...[fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), existing, anyPolicy, place],
        ...[template, fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 5 })],
        async (paths, others, ifExists, place, name, ignoresCase, isMove, pageSize) => {
          const disk = new MemoryDisk(ignoresCase)
          for (const each of paths) disk.add(each)
          for (const [each, kind, age] of others) {
            if ((await disk.look(each)) === null) disk.add(each, kind, age)
          }
          // What a folding volume takes for one file is one input.
          const inputs: string[] = []
          for (const each of paths) {
            const own = await disk.realPath(each)
            if (own !== null && !inputs.includes(own)) inputs.push(own)
          }
          const output = { ...(place === undefined ? {} : { place }), name, ifExists }
          const task = isMove ? moves : copies
          const planned = await plan(items(...inputs), { disk, output, task, pageSize })
          expect(planned).toHaveLength(inputs.length)
          const key = ignoresCase ? foldName : (each: string) => each
          const made = new Set<string>()
          const inputKeys = new Map(inputs.map((each) => [key(each), each]))
          for (const [index, each] of planned.entries()) {
            if (each.action === 'skip' || each.action === 'refuse') continue
            expect(made.has(key(each.path))).toBe(false)
            made.add(key(each.path))
            const standing = await disk.look(each.path)
            if (each.action === 'create') expect(standing).toBeNull()
            if (each.action === 'replace') {
              expect(['overwrite', 'if-newer']).toContain(ifExists)
              expect(standing?.kind).toBe('file')
            }
            const input = inputKeys.get(key(each.path))
            if (input === undefined) continue
            // Only the item itself, and only to be spelled otherwise.
            expect([each.action, input]).toEqual(['replace-input', inputs[index]])
            expect(isMove && input !== each.path).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('OutputPlanner on a real disk', () => {
  it('knows an output folder through links, and inputs by every way that leads to them', async () => {
    using tree = new TemporaryTree()
    const file = tree.file('real/x.txt', 'x')
    tree.link('link', 'real')
    const found = [{ seq: 1, path: tree.at('link/x.txt'), modifiedAt: 0, inputRoot: tree.at('link') }]
    const output = { place: { kind: 'folder', path: tree.at('real') }, ifExists: 'overwrite' }
    const planner = new OutputPlanner({
      output: outputSchema.parse(output),
      task: copies,
      claims: new MemoryClaims([tree.at('link/x.txt')]),
      plannedBefore: 0,
    })
    expect((await planner.plan(found)).map(told)).toEqual([`OUTPUT_IS_INPUT ${file}`])
    const other = [{ seq: 2, path: tree.file('elsewhere/x.txt'), modifiedAt: 0, inputRoot: null }]
    expect((await planner.plan(other)).map(told)).toEqual([`OUTPUT_IS_INPUT ${file}`])
  })
})

function never(): never {
  throw new Error('there is one')
}
