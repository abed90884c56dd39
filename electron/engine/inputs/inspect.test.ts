import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemFilter } from './fixtures/item-filters.ts'
import { Recorder } from './fixtures/recorder.ts'
import { asOrdinaryUser, TemporaryTree } from './fixtures/temporary-tree.ts'
import { inspectInput, inspectInputs } from './inspect.ts'
import { lookThrough } from './look-through.ts'

describe('inspectInput', () => {
  it('tells files with their size, folders, and what is not there', async () => {
    using tree = new TemporaryTree()
    const file = tree.file('file', 'abc')
    expect(await inspectInput(file, '/')).toEqual({ kind: 'file', path: file, size: 3 })
    expect(await inspectInput(tree.root, '/')).toEqual({ kind: 'folder', path: tree.root })
    expect(await inspectInput(tree.at('gone'), '/')).toEqual({ kind: 'missing', path: tree.at('gone') })
    expect(await inspectInput(tree.at('file/below'), '/')).toEqual({
      kind: 'missing',
      path: tree.at('file/below'),
    })
  })

  it('reads ~ and relative paths from the home folder', async () => {
    using tree = new TemporaryTree()
    const file = tree.file('file')
    expect(await inspectInput('~', tree.root)).toEqual({ kind: 'folder', path: tree.root })
    expect(await inspectInput('~/file', tree.root)).toMatchObject({ kind: 'file', path: file })
    expect(await inspectInput('file', tree.root)).toMatchObject({ kind: 'file', path: file })
  })

  it('takes a file of just this name before a pattern', async () => {
    using tree = new TemporaryTree()
    const text = join(tree.root, 'photo[1].jpg')
    expect(await inspectInput(text, '/')).toEqual({ kind: 'glob', pattern: text })
    tree.file('photo[1].jpg')
    expect(await inspectInput(text, '/')).toMatchObject({ kind: 'file', path: text })
    expect(await inspectInput(join(tree.root, '**/*.jpg'), '/')).toMatchObject({ kind: 'glob' })
  })

  it('gives a pattern below home that means what was typed, whatever home is called', async () => {
    using tree = new TemporaryTree()
    const home = tree.folder('home [x]{a,b}')
    const file = tree.file('home [x]{a,b}/a.jpg')
    for (const text of ['~/*.jpg', '*.jpg', '?.jpg']) {
      const inspection = await inspectInput(text, home)
      if (inspection.kind !== 'glob') throw new Error(`${text} is taken for a ${inspection.kind}`)
      const recorder = new Recorder()
      lookThrough([inspection], recorder, itemFilter())
      expect(recorder.paths).toEqual([file])
    }
  })

  it('looks at many at once and answers in their order', async () => {
    using tree = new TemporaryTree()
    const texts = Array.from({ length: 100 }, (_, index) => tree.at(`file-${index}`))
    for (const [index, path] of texts.entries())
      if (index % 3 === 0) tree.file(path.slice(tree.root.length + 1))
    const inspections = await inspectInputs(texts, '/')
    expect(inspections).toEqual(
      texts.map((path, index) =>
        index % 3 === 0 ? { kind: 'file', path, size: 0 } : { kind: 'missing', path },
      ),
    )
    expect(await inspectInputs([], '/')).toEqual([])
  })

  it('never fails, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.nat({ max: 13_000 }).map((length) => '{a,*['.repeat(length)),
        ),
        async (text) => {
          const { kind } = await inspectInput(text, '/home/nobody-here')
          expect(['file', 'folder', 'glob', 'missing', 'refused']).toContain(kind)
        },
      ),
    )
  })
})

describe.runIf(process.platform !== 'win32')('inspectInput on POSIX', () => {
  it('refuses what is no file, a loop of links, and what denies access, each with its reason', async () => {
    using tree = new TemporaryTree()
    expect(await inspectInput(tree.fifo('fifo'), '/')).toMatchObject({ kind: 'refused', code: 'NOT_A_FILE' })
    expect(await inspectInput(tree.link('loop', 'loop'), '/')).toMatchObject({
      kind: 'refused',
      code: 'LINK_LOOP',
    })
    expect(await inspectInput(`/${'x'.repeat(5_000)}`, '/')).toMatchObject({
      kind: 'refused',
      code: 'NAME_TOO_LONG',
    })
    tree.file('closed/file')
    chmodSync(tree.at('closed'), 0o000)
    chmodSync(tree.root, 0o755)
    const inspection = await asOrdinaryUser(() => inspectInput(tree.at('closed/file'), '/'))
    chmodSync(tree.at('closed'), 0o755)
    expect(inspection).toMatchObject({ kind: 'refused', code: 'PERMISSION_DENIED' })
  })

  it('finds names that are not UTF-8', async () => {
    using tree = new TemporaryTree()
    const file = tree.file('\udcff')
    expect(await inspectInput(file, '/')).toEqual({ kind: 'file', path: file, size: 0 })
  })
})
