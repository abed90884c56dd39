import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

/** Where the tests are that the page names by the beginning of their file's name. */
function fileOf(name: string): URL {
  if (name === 'checksum') return new URL('electron/engine/tasks/checksum/checksum.test.ts', root)
  return new URL(`tests/integration/${name}.test.ts`, root)
}

describe('the table of faults', () => {
  it('names tests that exist', async () => {
    const page = await readFile(new URL('docs/runs.md', root), 'utf8')
    const named = [...page.matchAll(/`([\w-]+)` › ([^|;]+)/gu)].map(([, name = '', title = '']) => [
      name,
      title.trim(),
    ])
    expect(named.length).toBeGreaterThan(15)
    for (const [name = '', title = ''] of named) {
      expect(await readFile(fileOf(name), 'utf8'), name).toContain(title)
    }
  })
})
