import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Arena } from './soak/arena.ts'
import { Ledger } from './soak/ledger.ts'
import { findGrowth, sampleText, takeSample, type Sample } from './soak/sample.ts'

// A thread pool and a process pool under a mixed load for a long time, while workers are killed at random.
// Every outcome of every item is judged, and at intervals the load rests and it is measured whether anything
// grows. The exit code is 1 where something is wrong.

const usage = `npm run soak -- [--minutes 60] [--seed 1]

  --minutes N   how long (default: 60)
  --seed N      what is left to chance is the same again for the same seed (default: 1)
`

/** The load rests so often to be measured: in so many milliseconds at most, and so many times at least. */
const measuring = { atMost: 60_000, atLeastTimes: 12 }

/** Until so much of the time is over, what grows may do so. */
const warmUp = 1 / 6

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})
const minutes = z.coerce.number().positive().safeParse(values.minutes)
const seed = z.coerce.number().int().safeParse(values.seed)
if (values.help || !minutes.success || !seed.success) {
  process.stderr.write(usage)
  process.exit(values.help ? 0 : 2)
}

process.exitCode = (await soak(minutes.data * 60_000, seed.data)) ? 0 : 1

/** Returns whether everything was right. */
async function soak(duration: number, seed: number): Promise<boolean> {
  const ledger = new Ledger()
  const arenas = [new Arena('thread', seed, ledger), new Arena('process', seed + 1000, ledger)]
  const began = performance.now()
  const interval = Math.min(measuring.atMost, duration / measuring.atLeastTimes)
  const samples: Sample[] = []
  while (performance.now() - began < duration) {
    const end = performance.now() + interval
    await Promise.all(arenas.map((arena) => arena.runUntil(end)))
    const sample = await takeSample(arenas.map(({ files }) => files))
    const elapsed = performance.now() - began
    if (elapsed > duration * warmUp) samples.push(sample)
    process.stdout.write(
      `${(elapsed / 60_000).toFixed(1)} min: ${ledger.calls} calls, ${ledger.items} items, ${countReplaced(arenas)} workers replaced; ${sampleText(sample)}\n`,
    )
  }
  for (const growth of findGrowth(samples)) ledger.object(growth)
  const outsideKills = arenas.reduce((sum, arena) => sum + arena.outsideKills, 0)
  // Of a worker that is killed, one item at most was running.
  if (ledger.innocents > outsideKills) {
    ledger.object(
      `${ledger.innocents} items died with workers they had not ended; ${outsideKills} were killed.`,
    )
  }
  summarise(ledger, arenas)
  await Promise.all(arenas.map(({ pool }) => pool.terminate()))
  return ledger.objectionCount === 0
}

function countReplaced(arenas: readonly Arena[]): number {
  return arenas.reduce((sum, { pool }) => sum + pool.stats().workers.replaced, 0)
}

function summarise(ledger: Ledger, arenas: readonly Arena[]): void {
  const list = (counts: ReadonlyMap<string, number>): string =>
    [...counts]
      .toSorted()
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  process.stdout.write(`
calls            ${ledger.calls}
items            ${ledger.items}
failed items     ${list(ledger.failures)}
deaths           ${list(ledger.kills)}
innocent deaths  ${ledger.innocents}
workers          ${arenas.map(({ kind, pool }) => `${kind}: ${JSON.stringify({ ...pool.stats().workers, each: undefined })}`).join(', ')}
verdict          ${ledger.objectionCount === 0 ? 'everything was right' : `${ledger.objectionCount} things were wrong`}
`)
}
