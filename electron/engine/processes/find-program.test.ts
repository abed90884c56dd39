import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { findProgram } from './find-program.ts'

describe('findProgram', () => {
  it('finds programs as the system does: in the folders of PATH in their order, or by their path', async () => {
    using tree = new TemporaryTree()
    tree.folder('first/tool')
    const second = tree.file('second/tool', '')
    const third = tree.file('third/tool', '')
    for (const file of [second, third]) chmodSync(file, 0o755)
    const PATH = ['first', 'none', 'second', 'third'].map((name) => tree.at(name)).join(':')
    expect(await findProgram('tool', { PATH })).toEqual({ kind: 'found', path: second })
    expect(await findProgram(third, { PATH: '' })).toEqual({ kind: 'found', path: third })
    expect(await findProgram('sh', {})).toMatchObject({ kind: 'found' })
    expect(await findProgram('tool', { PATH: '/nowhere' })).toEqual({ kind: 'missing' })
    expect(await findProgram(tree.at('no/tool'))).toEqual({ kind: 'missing' })
  })

  it('tells what is there but may not be run', async () => {
    using tree = new TemporaryTree()
    const plain = tree.file('bin/plain', '')
    expect(await findProgram('plain', { PATH: tree.at('bin') })).toEqual({
      kind: 'not-executable',
      path: plain,
    })
    expect(await findProgram(tree.at('bin'))).toMatchObject({ kind: 'not-executable' })
  })
})
