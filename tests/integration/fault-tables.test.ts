import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

/** Where the tests are that the page of runs names by the beginning of their file's name. */
function testOfRuns(name: string): string {
  if (name === 'checksum') return 'electron/engine/tasks/checksum/checksum.test.ts'
  if (name === 'reaper') return 'electron/engine/processes/reaper.test.ts'
  return `tests/integration/${name}.test.ts`
}

function testOfTasks(name: string): string {
  return name === 'planner' ? 'electron/engine/outputs/planner.test.ts' : `tests/integration/${name}.test.ts`
}

describe('the table of faults', () => {
  it.each([
    ['docs/runs.md', testOfRuns],
    ['docs/tasks.md', testOfTasks],
    ['docs/pool.md', (name: string) => `electron/engine/pool/${name}.test.ts`],
  ])('of %s names tests that exist', async (page, testOf) => {
    const text = await readFile(new URL(page, root), 'utf8')
    const named = [...text.matchAll(/`([\w/-]+)` › ([^|;]+)/gu)].map(([, name = '', title = '']) => [
      name,
      title.trim(),
    ])
    expect(named.length).toBeGreaterThan(9)
    for (const [name = '', title = ''] of named) {
      expect(await readFile(new URL(testOf(name), root), 'utf8'), name).toContain(title)
    }
  })
})
