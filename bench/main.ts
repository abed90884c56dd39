import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ensureBuilt } from '../scripts/build.ts'
import type { Comparison } from './compare.ts'
import { libraryNames } from './contenders/libraries/open.ts'
import { versionOf } from './programs.ts'
import { checksumsText, compareChecksums } from './tables/checksums.ts'
import { commandsText, compareCommands } from './tables/commands.ts'
import { compareDispatch, dispatchText } from './tables/dispatch.ts'
import { compareDistributions, distributionsText } from './tables/distributions.ts'
import { compareEnumeration, enumerationText } from './tables/enumeration.ts'
import { compareExports, exportsText } from './tables/exports.ts'
import { makeFiles } from './tables/files.ts'
import { allGoals, goalsText, type Measured } from './tables/goals.ts'
import { compareLazy, lazyText } from './tables/lazy.ts'
import { comparePersistence, persistenceText } from './tables/persistence.ts'
import { compareRuns, runsText } from './tables/runs.ts'
import type { Setting } from './tables/setting.ts'

// Batchyard beside its peers, on this machine, in this run. Prints ratios; asserts nothing. The exit code is 1
// where a contender failed.

const tables = [
  'dispatch',
  'lazy',
  'checksums',
  'distributions',
  'runs',
  'commands',
  'persistence',
  'enumeration',
  'exports',
] as const
const usage = `npm run bench -- [--rounds 7] [--quick] [--only TABLE] [--write]

  --rounds N    rounds of each table (default: 7)
  --quick       3 rounds of everything ten times smaller: whether it works, not how fast it is
  --only TABLE  one table: ${tables.join(', ')}
  --write       write docs/benchmarks.md too; not together with --only
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const rounds = z.coerce.number().int().min(1).safeParse(values.rounds)
const only = z.enum(tables).optional().safeParse(values.only)
if (values.help || !rounds.success || !only.success || (values.write && values.only !== undefined)) {
  process.stderr.write(usage)
  process.exit(values.help ? 0 : 2)
}

const began = performance.now()
const setting: Setting = {
  rounds: values.quick ? 3 : rounds.data,
  smaller: values.quick ? 10 : 1,
  scratch: mkdtempSync(join(tmpdir(), 'batchyard-bench-')),
  tell: (line) => process.stderr.write(`${line}\n`),
}
// Whole runs have the threads of the app as it is shipped.
await ensureBuilt(setting.tell)
const report = runAll(only.data ?? null, setting)
process.stdout.write(report)
if (values.write) writeFileSync(fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)), report)

/** Makes the tables and returns them in Markdown. */
function runAll(chosen: (typeof tables)[number] | null, setting: Setting): string {
  const wants = (table: (typeof tables)[number]): boolean => chosen === null || chosen === table
  const sections: string[] = []
  function add(text: (comparison: Comparison) => string, comparison: Comparison): Comparison {
    sections.push(text(comparison))
    if (comparison.failed.length > 0) process.exitCode = 1
    return comparison
  }
  try {
    const dispatch = (of: 'paths' | 'integers'): Comparison | null =>
      wants('dispatch')
        ? add((found) => dispatchText(of, found, setting), compareDispatch(of, setting))
        : null
    const checksums = (title: string, name: string, count: number, sizes: [number, number]) => {
      if (!wants('checksums')) return null
      setting.tell(`Making ${count} files …`)
      const files = makeFiles(setting.scratch, name, count, ...sizes)
      return add(
        (found) => checksumsText(`${files.count.toLocaleString('en')} ${title}`, files, found),
        compareChecksums(files, setting),
      )
    }
    const measured: Measured = {
      paths: dispatch('paths'),
      integers: dispatch('integers'),
      lazy: wants('lazy') ? add(lazyText, compareLazy(setting)) : null,
      small: checksums('files of 4 to 64 KiB', 'small', 20_000 / setting.smaller, [4_096, 65_536]),
      large: checksums('files of 5 MB', 'large', 200 / setting.smaller, [5_000_000, 5_000_000]),
      distributions: wants('distributions') ? add(distributionsText, compareDistributions(setting)) : null,
      runs: wants('runs') ? add(runsText, compareRuns(setting)) : null,
      commands: wants('commands') ? add(commandsText, compareCommands(setting)) : null,
      persistence: wants('persistence') ? add(persistenceText, comparePersistence(setting)) : null,
      enumeration: wants('enumeration') ? add(enumerationText, compareEnumeration(setting)) : null,
      exports: wants('exports') ? add(exportsText, compareExports(setting)) : null,
    }
    return [heading(), goalsText(allGoals(measured)), ...sections].join('\n')
  } finally {
    rmSync(setting.scratch, { recursive: true, force: true })
  }
}

function heading(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  const minutes = Math.round((performance.now() - began) / 60_000)
  const [load = 0] = loadavg()
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Trust ratios and not speeds, and only ratios of 1.2 or more.

${type()}, ${availableParallelism()} logical processors (${processor}), ${memory} GiB. ${versions().join(', ')}. Everything with 2
workers. Medians of ${setting.rounds} rounds${values.quick ? ' of everything ten times smaller' : ''}; in each round all contenders of a table in turn, the order turned about in
every other one, each in a process of its own that does the work before its clock starts (a task that does nothing for a second, of hashing a tenth).${values.quick ? ' **Nothing here is warm: these figures show that it works and nothing else.**' : ''} It took ${minutes} minutes; load
of the machine at the end ${load.toFixed(1)}.
`
}

function versions(): string[] {
  const programs = ['python3', 'sha256sum', 'parallel', 'xargs', 'find', 'sqlite3'].map((name) =>
    versionOf(name),
  )
  programs.push(versionOf('openssl', ['version']))
  return [
    `Node ${process.versions.node}`,
    ...libraryNames.map(libraryVersion),
    ...programs.flatMap((version) => version ?? []),
  ]
}

function libraryVersion(name: string): string {
  const file = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url))
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')))
  return `${name} ${version}`
}
