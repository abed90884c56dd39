import { access, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const page = await readFile(new URL('docs/security.md', root), 'utf8')

/** The cells of each row of the page's tables, without their heads. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  )
  .filter(([first]) => first !== 'item' && first !== 'what' && first !== 'attack')

describe('docs/security.md', () => {
  it('has every item of Electron’s checklist', () => {
    const numbers = rows.map(([first = '']) => Number(/^\d+/.exec(first)?.[0])).filter((number) => number > 0)
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it.each(rows)('%s: names files that exist, and a test that exists', async (what, by = '', shown = '') => {
    for (const [, file = ''] of by.matchAll(
      /`((?:electron|shared|renderer)\/[^`]+|[\w.-]+\.(?:json|yml))`/gu,
    )) {
      await access(new URL(file, root))
    }
    if (shown.startsWith('planned')) return
    const named = [...shown.matchAll(/`([\w./-]+)` › ([^;]+)/gu)]
    expect(named.length, what).toBeGreaterThan(0)
    for (const [, file = '', title = ''] of named) {
      expect(await readFile(new URL(file, root), 'utf8'), `${what}: ${file}`).toContain(title.trim())
    }
  })
})
