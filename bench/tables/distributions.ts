import { compare, type Comparison, type Contender } from '../compare.ts'
import { distributions } from '../contenders/distributions.ts'
import { runContender } from '../programs.ts'
import { leftOutText, markdownTable, spreadText } from '../report.ts'
import type { Setting } from './setting.ts'

/** A time limit that is looked at and never reached. Milliseconds. */
const unreachedTimeout = 600_000

/** The kinds of input, which are the figures of this table: efficiency, 1 for the ideal. */
export const distributionNames: readonly string[] = Object.keys(distributions)

/** The contenders whose efficiency the goals promise: automatic chunks, whatever else is set. */
export const promisedDistributions = {
  list: 'Batchyard, chunk auto',
  lazy: 'Batchyard, chunk auto, input of unknown length',
  limit: 'Batchyard, chunk auto, time limit',
} as const

/** What the processors could do, without any pool. */
export const bareThreads = 'limit: bare threads that share a counter'

/** Measures what part of their time the workers work, for items of different length. */
export function compareDistributions(setting: Setting): Comparison {
  const own = (name: string, chunk: string, input: string, more: Readonly<Record<string, number>> = {}) => ({
    name,
    measure: () => runContender('pool-distributions.ts', { chunk, input, ...more }),
  })
  const library = (name: string, library: string, setting: string) => ({
    name,
    measure: () => runContender('library-distributions.ts', { library, setting }),
  })
  const contenders: Contender[] = [
    own(promisedDistributions.list, 'auto', 'list'),
    own(promisedDistributions.lazy, 'auto', 'lazy'),
    own(promisedDistributions.limit, 'auto', 'list', { timeout: unreachedTimeout }),
    own('Batchyard, chunk 1', '1', 'list'),
    own('Batchyard, chunk 100', '100', 'list'),
    own('Batchyard, chunk n ÷ (4 × workers)', 'quarter', 'list'),
    library('piscina', 'piscina', 'default'),
    library('piscina, 8 tasks ahead', 'piscina', 'eight-ahead'),
    { name: bareThreads, measure: () => runContender('bare-distributions.ts', {}) },
  ]
  setting.tell(`Distributions: ${contenders.length} contenders`)
  return compare(contenders, [], setting.rounds, setting.tell)
}

/** The table in Markdown. */
export function distributionsText(comparison: Comparison): string {
  const rows = comparison.names.map((name) => [
    name,
    ...distributionNames.map((distribution) =>
      spreadText(comparison.spread(name, distribution), (value) => value.toFixed(2)),
    ),
  ])
  return `## Efficiency over items of different length

The ideal time (all items' time divided by the workers, or the longest item) as a part of the time that it took;
1 would be no loss at all. The items spin for a given time, so the thread that dispatches them has to share the
processors with the workers. A clock that is asked over and over ends an item a little late, so that not even
threads without any pool reach 1. Everything is done for a second before the clock starts. In brackets the least and most of all rounds.

${markdownTable(['pool', ...distributionNames], rows)}
${leftOutText(comparison)}`
}
