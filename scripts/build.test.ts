import { mkdir, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../tests/support/temporary-folder.ts'
import { digestOfSources } from './build.ts'

describe('digestOfSources', () => {
  it('changes with what is built from, and with nothing else', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('shared', 'model'), { recursive: true })
    await writeFile(folder.at('shared', 'model', 'a.ts'), 'one')
    await writeFile(folder.at('package.json'), '{}')
    const first = digestOfSources(folder.path)

    await writeFile(folder.at('README.md'), 'text')
    await writeFile(folder.at('shared', 'model', 'a.test.ts'), 'test')
    expect(digestOfSources(folder.path)).toBe(first)

    await writeFile(folder.at('shared', 'model', 'a.ts'), 'two')
    const changed = digestOfSources(folder.path)
    expect(changed).not.toBe(first)

    await writeFile(folder.at('shared', 'model', 'b.ts'), '')
    const added = digestOfSources(folder.path)
    expect(added).not.toBe(changed)

    await rm(folder.at('shared', 'model', 'b.ts'))
    expect(digestOfSources(folder.path)).toBe(changed)
  })
})
