import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

const page = readFileSync(new URL('../../../../docs/coming-from-python.md', import.meta.url), 'utf8')
const folder = fileURLToPath(new URL('./examples/', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'batchyard-python-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What the page quotes: an example in each of the two languages where it has both, and what they print. */
interface Example {
  readonly title: string
  readonly python: string | null
  readonly typescript: string
  readonly printed: string
}

function block(section: string, language: string): string | null {
  return new RegExp('^```' + language + '\\n(.*?)^```$', 'ms').exec(section)?.[1] ?? null
}

const examples: Example[] = page.split(/^##+ /m).flatMap((section) => {
  const typescript = block(section, 'ts')
  const printed = block(section, 'text')
  if (typescript === null || printed === null) return []
  return [{ title: section.split('\n', 1).join(), python: block(section, 'python'), typescript, printed }]
})

/** The examples as they stand beside this test, without the line that is for the linter. */
const files = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8').replace(/^\/\* eslint-disable .*\*\/\n/, '')
      return [text, join(folder, name)] as const
    }),
)

const hasPython = spawnSync('python3', ['--version']).status === 0

describe('the page for people who come from Python', () => {
  it('quotes every example as it is, and no other', () => {
    const quoted = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '')
    expect(quoted.toSorted()).toEqual([...files.keys()].toSorted())
    expect(block(page, 'python')).toBe(readFileSync(join(folder, 'tasks.py'), 'utf8'))
  })

  it.each([
    'ThreadPool(4)',
    'apply and apply_async',
    'map and map_async',
    'imap',
    'imap_unordered',
    'chunksize',
    'close and join',
    'terminate',
    'with',
    'initializer and initargs',
    'maxtasksperchild',
    'starmap and starmap_async',
    'buffersize',
  ])('sets both side by side: %s', (title) => {
    expect(examples.find((example) => example.title === title)?.python).toMatch(/Pool/)
  })

  it.each(examples)('is right about what TypeScript prints: $title', async ({ typescript, printed }) => {
    const path = files.get(typescript)
    if (path === undefined) throw new Error('There is no such example.')
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [path])
    expect(stderr).toBe('')
    expect(stdout).toBe(printed)
  })

  const runnable = examples.filter(({ python }) => python?.startsWith('# Python 3.') === false)
  it.skipIf(!hasPython).each(runnable)(
    'is right about what Python prints, where there is a python3: $title',
    async ({ python, printed }) => {
      copyFileSync(join(folder, 'tasks.py'), join(scratch, 'tasks.py'))
      const path = join(scratch, 'example.py')
      writeFileSync(path, python ?? '')
      const { stdout } = await promisify(execFile)('python3', [path])
      expect(stdout).toBe(printed)
    },
  )
})
