import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const pool = new URL('../', import.meta.url)
const page = readFileSync(new URL('../../../docs/pool-conformance.md', pool), 'utf8')
const rows = [...page.matchAll(/^\| (?!case |-)(?<name>.+?) +\| (?<answer>.+?) +\|$/gm)].map(
  ({ groups }) => ({
    name: groups?.['name'] ?? '',
    answer: groups?.['answer'] ?? '',
  }),
)

/** The titles of the tests in a file, as they are written there. */
function titlesIn(file: string): Set<string> {
  const text = readFileSync(new URL(file, pool), 'utf8')
  const calls = text.matchAll(
    /\bit(?:\.(?:each|skipIf)\([^'`]*?\))*(?:\.each\((?:[^()]|\([^()]*\))*\))?\(\s*'(.+?)',/gs,
  )
  return new Set([...calls].map((call) => call[1] ?? ''))
}

describe('the table of what other pools test', () => {
  it('has an answer for every case: a test, or why there can be none', () => {
    expect(rows.length).toBeGreaterThan(150)
    for (const { name, answer } of rows) {
      expect(answer, name).toMatch(/`[\w/-]+\.test\.ts › .+?`|not applicable: \S+/)
    }
  })

  it('has no case twice within a list', () => {
    for (const section of page.split(/^##+ /m)) {
      const names = [...section.matchAll(/^\| (`.+?`) +\|/gm)].map((match) => match[1])
      expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
    }
  })

  it('has every case of the installed Piscina', () => {
    const suite = new URL('../../../node_modules/piscina/test/', pool)
    const files = readdirSync(suite).filter((name) => name.endsWith('.test.ts'))
    expect(files.length).toBeGreaterThan(20)
    for (const file of files) {
      const section = page.split(`### \`${file.replace('.test.ts', '')}\``)[1]?.split(/^### /m)[0] ?? ''
      const text = readFileSync(new URL(file, suite), 'utf8')
      const cases = text.matchAll(/^ *(?:await scope\.)?(?:test|it)\(\s*'(.+?)', /gm)
      for (const [, title = ''] of cases) expect(section, file).toContain(title)
    }
  })

  it('names only tests that exist', () => {
    const named = [...page.matchAll(/`([\w/-]+\.test\.ts) › (.+?)`/g)]
    expect(named.length).toBeGreaterThan(100)
    for (const [, file = '', title = ''] of named) {
      expect(existsSync(new URL(file, pool)), file).toBe(true)
      expect(titlesIn(file), file).toContain(title)
    }
  })
})
