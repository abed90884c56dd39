import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checksumContenders, makeFiles } from './checksums.ts'
import { compare, type Comparison, type Contender } from './compare.ts'
import { dispatchContenders } from './dispatch.ts'

// Batchyard beside its peers, on this machine, in this run. Prints ratios; asserts nothing.
// npm run bench -- [--rounds 7] [--quick] [--write]: `--write` also writes docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const rounds = values.quick ? 3 : Number(values.rounds)
const smaller = values.quick ? 10 : 1

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

const scratch = mkdtempSync(join(tmpdir(), 'batchyard-bench-'))
const sections: string[] = []
try {
  const dispatch = { items: 200_000 / smaller }
  tell('Making files …')
  const small = makeFiles(scratch, 'small', 20_000 / smaller, 4_096, 65_536)
  const large = makeFiles(scratch, 'large', 200 / smaller, 5_000_000, 5_000_000)
  sections.push(
    section(
      `Items a second on a task that does nothing, ${dispatch.items} paths, 2 workers`,
      compareAll(dispatchContenders(dispatch.items)),
      null,
    ),
    section(
      `Files a second, SHA-256 of ${small.count} files of 4 to 64 KiB, 2 at a time`,
      compareAll(checksumContenders(small, scratch)),
      small.bytes / small.count,
    ),
    section(
      `Files a second, SHA-256 of ${large.count} files of 5 MB, 2 at a time`,
      compareAll(checksumContenders(large, scratch)),
      large.bytes / large.count,
    ),
  )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

const report = `${heading()}\n${sections.join('\n')}`
process.stdout.write(report)
if (values.write) writeFileSync(fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)), report)

function compareAll(contenders: readonly Contender[]): Comparison[] {
  return compare(contenders, rounds, tell)
}

function heading(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Ratios are to the first line of each table; a ratio below 1.2 either
way is noise on a machine that does other things besides.

${type()}, ${availableParallelism()} logical processors (${processor}), ${memory} GiB, Node ${process.versions.node}. Medians of ${rounds} rounds, all
contenders in turn in each round, the order turned about in every other one, each in a process of its own.
`
}

/** @param bytesEach bytes of an item, for a column of bytes a second; null where items are not files */
function section(title: string, comparisons: readonly Comparison[], bytesEach: number | null): string {
  const first = comparisons[0]?.median ?? 1
  const rows = comparisons.map(({ name, median, spread }) => {
    const bytes = bytesEach === null ? '' : ` ${Math.round((median * bytesEach) / 1e6)} |`
    const range = spread.map((part) => part.toFixed(2)).join(' to ')
    return `| ${name} | ${Math.round(median).toLocaleString('en')} |${bytes} ${(first / median).toFixed(2)} | ${range} |`
  })
  const bytesHead = bytesEach === null ? '' : ' MB/s |'
  const bytesLine = bytesEach === null ? '' : ' ---: |'
  return `
## ${title}

| contender | a second |${bytesHead} first line ÷ this | slowest to fastest round |
| --- | ---: |${bytesLine} ---: | --- |
${rows.join('\n')}
`
}
