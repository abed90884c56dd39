import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ensureBuilt } from '../scripts/build.ts'
import type { Comparison } from './compare.ts'
import { libraryNames } from './contenders/libraries/open.ts'
import {
  measuredTables,
  readMeasurements,
  sectionsOf,
  writeMeasurements,
  type MeasuredTable,
  type Measurements,
} from './measurements.ts'
import { versionOf } from './programs.ts'
import { checksumsText, compareChecksums } from './tables/checksums.ts'
import { commandsText, compareCommands } from './tables/commands.ts'
import { compareDispatch, dispatchText } from './tables/dispatch.ts'
import { compareDistributions, distributionsText } from './tables/distributions.ts'
import { compareEnumeration, enumerationText } from './tables/enumeration.ts'
import { compareExports, exportsText } from './tables/exports.ts'
import { makeFiles, type HashedFiles } from './tables/files.ts'
import { allGoals, goalsText } from './tables/goals.ts'
import { compareLazy, lazyText } from './tables/lazy.ts'
import { comparePersistence, persistenceText } from './tables/persistence.ts'
import { compareRuns, runsText } from './tables/runs.ts'
import type { Setting } from './tables/setting.ts'

// Batchyard beside its peers, on this machine, in this run. Prints ratios; asserts nothing. The exit code is 1
// where a contender failed.

/** What `--only` may name, and which tables that is. */
const tables: ReadonlyMap<string, readonly MeasuredTable[]> = new Map([
  ['dispatch', ['paths', 'integers']],
  ['paths', ['paths']],
  ['integers', ['integers']],
  ['lazy', ['lazy']],
  ['checksums', ['small', 'large']],
  ['distributions', ['distributions']],
  ['runs', ['runs']],
  ['commands', ['commands']],
  ['persistence', ['persistence']],
  ['enumeration', ['enumeration']],
  ['exports', ['exports']],
])
const usage = `npm run bench -- [--rounds 7] [--quick] [--only TABLE] [--write]

  --rounds N    rounds of each table (default: 7)
  --quick       3 rounds of everything ten times smaller: whether it works, not how fast it is
  --only TABLE  one table: ${[...tables.keys()].join(', ')}
  --write       write docs/benchmarks.md too, with the other tables as they were measured last; not with --quick
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
const wanted = values.only === undefined ? measuredTables : tables.get(values.only)
if (values.help || !rounds.success || wanted === undefined || (values.write && values.quick)) {
  process.stderr.write(usage)
  process.exit(values.help ? 0 : 2)
}

const setting: Setting = {
  rounds: values.quick ? 3 : rounds.data,
  smaller: values.quick ? 10 : 1,
  scratch: mkdtempSync(join(tmpdir(), 'batchyard-bench-')),
  tell: (line) => process.stderr.write(`${line}\n`),
}
// Whole runs have the threads of the app as it is shipped.
await ensureBuilt(setting.tell)
const machine = describeMachine()
const kept = fileURLToPath(new URL('../docs/benchmarks.json', import.meta.url))
process.stdout.write(reportOf(measureAll(wanted, setting)))

/** Writes down what was measured, beside the tables of before: after each table, since all of them take an hour. */
function keep(measured: Measurements): void {
  const all = { ...readMeasurements(kept, machine), ...measured }
  writeMeasurements(kept, all)
  writeFileSync(fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)), reportOf(all))
}

/** Makes the tables that are wanted. */
function measureAll(wanted: readonly MeasuredTable[], setting: Setting): Measurements {
  const measured: Measurements = {}
  function measure(
    table: MeasuredTable,
    compare: () => Comparison,
    textOf: (comparison: Comparison) => string,
  ): void {
    if (!wanted.includes(table)) return
    const began = performance.now()
    const comparison = compare()
    if (comparison.failed.length > 0) process.exitCode = 1
    const minutes = Math.ceil((performance.now() - began) / 60_000)
    const [load = 0] = loadavg()
    const day = new Date().toISOString().slice(0, 10)
    const text = textOf(comparison)
    measured[table] = { comparison, text, machine, day, rounds: setting.rounds, minutes, load }
    if (values.write) keep(measured)
  }
  function dispatch(of: 'paths' | 'integers'): void {
    measure(
      of,
      () => compareDispatch(of, setting),
      (found) => dispatchText(of, found, setting),
    )
  }
  function checksums(title: string, name: 'small' | 'large', count: number, sizes: [number, number]): void {
    let files: HashedFiles | null = null
    const made = (): HashedFiles => {
      if (files === null) setting.tell(`Making ${count} files …`)
      return (files ??= makeFiles(setting.scratch, name, count, ...sizes))
    }
    measure(
      name,
      () => compareChecksums(made(), setting),
      (found) => checksumsText(`${made().count.toLocaleString('en')} ${title}`, made(), found),
    )
  }
  try {
    dispatch('paths')
    dispatch('integers')
    measure('lazy', () => compareLazy(setting), lazyText)
    checksums('files of 4 to 64 KiB', 'small', 20_000 / setting.smaller, [4_096, 65_536])
    checksums('files of 5 MB', 'large', 200 / setting.smaller, [5_000_000, 5_000_000])
    measure('distributions', () => compareDistributions(setting), distributionsText)
    measure('runs', () => compareRuns(setting), runsText)
    measure('commands', () => compareCommands(setting), commandsText)
    measure('persistence', () => comparePersistence(setting), persistenceText)
    measure('enumeration', () => compareEnumeration(setting), enumerationText)
    measure('exports', () => compareExports(setting), exportsText)
    return measured
  } finally {
    rmSync(setting.scratch, { recursive: true, force: true })
  }
}

function reportOf(measurements: Measurements): string {
  return [heading(), goalsText(allGoals(measurements)), ...sectionsOf(measurements)].join('\n')
}

function heading(): string {
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Trust ratios and not speeds, and only ratios of 1.2 or more.

${machine}. Everything with 2 workers. Medians of all rounds${values.quick ? ' of everything ten times smaller' : ''}; in each round all contenders of a table in turn, the order turned about
in every other one, each in a process of its own that does the work before its clock starts.${values.quick ? ' **Nothing here is warm: these figures show that it works and nothing else.**' : ''}
`
}

/** The machine and the programs on it. */
function describeMachine(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${type()}, ${availableParallelism()} logical processors (${processor}), ${memory} GiB. ${versions().join(', ')}`
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
