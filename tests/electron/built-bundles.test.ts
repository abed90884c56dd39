import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtShell } from '../support/built-shell.ts'
import type { BuiltShell } from '../support/built-shell.ts'
import { moduleGraph } from '../support/module-graph.ts'

let shell: BuiltShell

beforeAll(async () => {
  shell = await builtShell()
})

afterAll(() => shell[Symbol.asyncDispose]())

/** What a built file of the main folder reaches: base names of files, and specifiers of everything else. */
async function reachedFrom(
  name: string,
  follow: 'everything' | 'at-start' = 'everything',
): Promise<{ files: string[]; externals: string[] }> {
  const graph = await moduleGraph(join(shell.main, name), follow)
  return { files: [...graph.files].map((file) => basename(file)), externals: [...graph.externals] }
}

const entries = [
  'index.js',
  'engine-host.js',
  'command-line.js',
  'engine-worker.js',
  'worker-process.js',
  'store-thread.js',
  'enumerator-thread.js',
]
const threads = ['engine-worker.js', 'worker-process.js', 'store-thread.js', 'enumerator-thread.js']

/** All but the store, and the command line, whose `doctor` looks at the file of the database itself. */
const withoutDatabase = entries.filter((entry) => !['store-thread.js', 'command-line.js'].includes(entry))

/** What stands under `dependencies` and is shipped as it is. */
const shippedPackages = ['amaro', 'better-sqlite3', 'sharp', 'trash']

function isElectron(specifier: string): boolean {
  return specifier === 'electron' || specifier.startsWith('electron/')
}

describe('the built files', () => {
  it('stand beside each other under stable names', async () => {
    expect(await readdir(shell.main)).toEqual(expect.arrayContaining(entries))
  })

  it.each(entries.slice(1))('%s does not reach the main process', async (entry) => {
    const { files, externals } = await reachedFrom(entry)
    expect(files).not.toContain('index.js')
    expect(externals.filter(isElectron)).toEqual([])
  })

  it.each(entries)('%s reaches no other entry', async (entry) => {
    const { files } = await reachedFrom(entry)
    expect(files.filter((file) => entries.includes(file))).toEqual([entry])
  })

  it.each(withoutDatabase)('%s does not reach the database', async (entry) => {
    expect((await reachedFrom(entry)).externals).not.toContain('better-sqlite3')
  })

  it('store-thread.js reaches the database', async () => {
    expect((await reachedFrom('store-thread.js')).externals).toContain('better-sqlite3')
  })

  it('index.js reaches the main process, and nothing that does the work of the engine', async () => {
    const { externals } = await reachedFrom('index.js', 'at-start')
    expect(externals).toContain('electron/main')
    expect(externals.filter((name) => /worker_threads|child_process|node:http|node:net/.test(name))).toEqual(
      [],
    )
  })

  it.each(threads)('%s needs nothing but Node and, at most, packages that are shipped', async (entry) => {
    const { externals } = await reachedFrom(entry)
    const packages = externals.filter((name) => !isBuiltin(name))
    expect(packages.filter((name) => !shippedPackages.includes(name))).toEqual([])
  })

  it('need no packages but those that are shipped', async () => {
    const reached = await Promise.all(entries.map((entry) => reachedFrom(entry)))
    const packages = new Set(
      reached.flatMap(({ externals }) => externals).filter((name) => !isBuiltin(name) && !isElectron(name)),
    )
    expect([...packages].filter((name) => !shippedPackages.includes(name))).toEqual([])
    expect([...packages]).toContain('better-sqlite3')
  })

  it('can all be compiled: a bundler may put two declarations of one name into a file', async () => {
    const code = `import { readdirSync, readFileSync } from 'node:fs'
      import { SourceTextModule } from 'node:vm'
      for (const name of readdirSync(process.argv[1], { recursive: true })) {
        if (!name.endsWith('.js')) continue
        try { new SourceTextModule(readFileSync(process.argv[1] + '/' + name, 'utf8')) }
        catch (error) { console.log(name + ': ' + error.message) }
      }`
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--experimental-vm-modules',
      '--no-warnings',
      '--input-type=module',
      '--eval',
      code,
      shell.main,
    ])
    expect(stdout).toBe('')
  })
})

describe('the preload script', () => {
  it('is one file', async () => {
    expect((await readdir(shell.preload)).filter((name) => !name.endsWith('.json'))).toEqual(['index.cjs'])
  })

  it('requires nothing but Electron, as a sandboxed preload script must', async () => {
    const { files, externals } = await moduleGraph(join(shell.preload, 'index.cjs'))
    expect([...files].map((file) => basename(file))).toEqual(['index.cjs'])
    expect([...externals]).toEqual(['electron/renderer'])
  })
})
