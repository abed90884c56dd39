import { chmodSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completePath } from './complete.ts'
import { asOrdinaryUser, TemporaryTree } from './fixtures/temporary-tree.ts'

async function namesFor(text: string, limit = 100, home = '/'): Promise<string[]> {
  return (await completePath(text, limit, home)).map(
    ({ path, kind }) => basename(path) + (kind === 'folder' ? '/' : ''),
  )
}

describe('completePath', () => {
  it('proposes folders first, then files, by name without regard to case', async () => {
    using tree = new TemporaryTree()
    for (const path of ['beta', 'Alpha', 'gamma', 'sub/x', 'Archive/x', '.hidden']) tree.file(path)
    expect(await namesFor(tree.root + sep)).toEqual(['Archive/', 'sub/', 'Alpha', 'beta', 'gamma'])
    expect(await namesFor(join(tree.root, 'a'))).toEqual(['Archive/', 'Alpha'])
    expect(await namesFor(join(tree.root, 'AL'))).toEqual(['Alpha'])
    expect(await namesFor(join(tree.root, 'none'))).toEqual([])
    expect(await namesFor(tree.root + sep, 2)).toEqual(['Archive/', 'sub/'])
  })

  it('gives absolute paths that can be gone on with', async () => {
    using tree = new TemporaryTree()
    tree.file('sub/x')
    expect(await completePath('~/s', 10, tree.root)).toEqual([{ path: tree.at('sub'), kind: 'folder' }])
    expect(await completePath('', 10, tree.root)).toEqual([{ path: tree.at('sub'), kind: 'folder' }])
    expect(await completePath('sub/', 10, tree.root)).toEqual([{ path: tree.at('sub/x'), kind: 'file' }])
  })

  it('proposes hidden entries once a dot is typed', async () => {
    using tree = new TemporaryTree()
    for (const path of ['.config/x', '.profile', 'plain']) tree.file(path)
    expect(await namesFor(`${tree.root}${sep}.`)).toEqual(['.config/', '.profile'])
    expect(await namesFor(`${tree.root}${sep}.p`)).toEqual(['.profile'])
  })

  it('takes wildcards for what they are in names', async () => {
    using tree = new TemporaryTree()
    tree.file('[a]')
    tree.file('a')
    expect(await namesFor(join(tree.root, '['))).toEqual(['[a]'])
  })

  it('proposes nothing for a folder that is not there, is no folder, or cannot exist', async () => {
    using tree = new TemporaryTree()
    const file = tree.file('file')
    expect(await namesFor(tree.at('gone') + sep)).toEqual([])
    expect(await namesFor(file + sep)).toEqual([])
    expect(await namesFor(`${tree.root}/\0/x`)).toEqual([])
    expect(await namesFor(`/${'x'.repeat(5_000)}/x`)).toEqual([])
  })
})

describe.runIf(process.platform !== 'win32')('completePath on POSIX', () => {
  it('looks behind links, leaves out what is no file, and tells names exactly', async () => {
    using tree = new TemporaryTree()
    tree.file('real/x')
    tree.link('to-folder', 'real')
    tree.link('to-nothing', 'nowhere')
    tree.fifo('fifo')
    tree.file('\udcff')
    expect(await namesFor(tree.root + sep)).toEqual(['real/', 'to-folder/', 'to-nothing', '\udcff'])
    tree.file('odd \udcfe/inside')
    expect(await namesFor(tree.at('odd \udcfe/'))).toEqual(['inside'])
  })

  it('proposes nothing for a folder that denies access', async () => {
    using tree = new TemporaryTree()
    tree.file('closed/x')
    chmodSync(tree.root, 0o755)
    chmodSync(tree.at('closed'), 0o000)
    expect(await asOrdinaryUser(() => namesFor(`${tree.at('closed')}/`))).toEqual([])
    chmodSync(tree.at('closed'), 0o755)
  })
})
