import type { Comparison } from '../compare.ts'
import type { LibraryName } from '../contenders/libraries/open.ts'
import { atLeast, atMost, goalCells, goalHeads, isReached, lowest, ratioToBest, type Goal } from '../goals.ts'
import type { MeasuredTable, Measurements } from '../measurements.ts'
import { markdownTable } from '../report.ts'
import { ratioOf, spreadOf, type Spread } from '../statistics.ts'
import { checksumNames } from './checksums.ts'
import { commandNames } from './commands.ts'
import { dispatchFamilies, dispatchFigure, dispatchName, libraryFamily } from './dispatch.ts'
import { bareThreads, distributionNames, promisedDistributions } from './distributions.ts'
import { enumerationNames } from './enumeration.ts'
import { exportNames } from './exports.ts'
import { lazyNames, ownWindows } from './lazy.ts'
import { persistenceNames } from './persistence.ts'
import { runNames } from './runs.ts'

/** What was measured; null for a table that was not. */
type Measured = Readonly<Record<MeasuredTable, Comparison | null>>

const names = dispatchFamilies

/** All promises with what was found. */
export function allGoals(measurements: Measurements): Goal[] {
  const found = (table: MeasuredTable): Comparison | null => measurements[table]?.comparison ?? null
  const measured: Measured = {
    paths: found('paths'),
    integers: found('integers'),
    lazy: found('lazy'),
    small: found('small'),
    large: found('large'),
    distributions: found('distributions'),
    runs: found('runs'),
    commands: found('commands'),
    persistence: found('persistence'),
    enumeration: found('enumeration'),
    exports: found('exports'),
  }
  return [
    ...dispatchGoals(measured),
    ...lazyGoals(measured.lazy),
    ...distributionGoals(measured.distributions),
    ...checksumGoals(measured),
    ...runGoals(measured.runs),
    ...furtherGoals(measured),
  ]
}

/** The table in Markdown. */
export function goalsText(goals: readonly Goal[]): string {
  const missed = goals.filter((goal) => isReached(goal) === false).length
  const reached = goals.filter((goal) => isReached(goal) === true).length
  return `## Goals

${reached} reached, ${missed} missed, of ${goals.length}. The figure is the median of the ratios of each round; a goal that compares
with the best of several settings takes the one whose own median is the best. A goal that was measured with a
time limit too has to be reached both ways.

${markdownTable(goalHeads, goals.map(goalCells))}
`
}

function dispatchGoals({ paths, integers }: Measured): Goal[] {
  /** A goal for threads, whose limited variant is measured for these chunk sizes too. */
  function threads(
    promise: string,
    floor: number,
    of: Comparison | null,
    chunk: '1' | 'auto',
    below: readonly string[],
  ): Goal {
    const ratio = (family: string) => ratioToBest(of, dispatchName(family, chunk), below, dispatchFigure)
    return atLeast(promise, floor, ratio(names.unordered), ratio(names.unorderedLimited))
  }
  function library(name: LibraryName, chunk: '1' | '100', setting?: 'eight-ahead'): readonly string[] {
    return [dispatchName(libraryFamily(name, setting), chunk)]
  }
  function processGoal(chunk: '1' | '100'): Goal {
    const below = [dispatchName(names.processPool, chunk)]
    const ratio = (family: string) => ratioToBest(paths, dispatchName(family, chunk), below, dispatchFigure)
    const promise = `processes ÷ Python Pool, chunk ${chunk}, paths`
    return atLeast(promise, 1.5, ratio(names.processes), ratio(names.processesLimited))
  }
  const one = [dispatchName(names.threadPool, '1')]
  const any = (['1', '10', '100', '1000'] as const).map((chunk) => dispatchName(names.threadPool, chunk))
  const inOrder = ratioToBest(
    paths,
    dispatchName(names.ordered, 'auto'),
    [dispatchName(names.unordered, 'auto')],
    dispatchFigure,
  )
  return [
    threads('auto ÷ ThreadPool chunk 1, paths', 7, paths, 'auto', one),
    threads('auto ÷ ThreadPool’s best chunk, paths', 1.1, paths, 'auto', any),
    threads('auto ÷ ThreadPool’s best chunk, integers', 0.7, integers, 'auto', any),
    threads('auto ÷ piscina, arrays of 100, paths', 1.6, paths, 'auto', library('piscina', '100')),
    threads('… 8 tasks ahead', 1.6, paths, 'auto', library('piscina', '100', 'eight-ahead')),
    threads('auto ÷ poolifier, arrays of 100, paths', 1.4, paths, 'auto', library('poolifier', '100')),
    threads('chunk 1 ÷ piscina, paths', 5, paths, '1', library('piscina', '1')),
    threads('… 8 tasks ahead', 5, paths, '1', library('piscina', '1', 'eight-ahead')),
    threads('chunk 1 ÷ poolifier, paths', 1.6, paths, '1', library('poolifier', '1')),
    threads('chunk 1 ÷ ThreadPool chunk 1, paths', 0.9, paths, '1', one),
    atLeast('ordered ÷ unordered, auto, paths', 0.65, inOrder),
    processGoal('1'),
    processGoal('100'),
  ]
}

function lazyGoals(lazy: Comparison | null): Goal[] {
  const windows = ownWindows().map(({ name, window }) => {
    const ahead = lazy?.values(name, 'mostAhead') ?? null
    return ahead === null ? null : { name, most: Math.max(...ahead) / window }
  })
  const fullest = windows.includes(null) ? null : Math.max(...windows.map((each) => each?.most ?? 0))
  const heap = [lazyNames.ownTwice, lazyNames.ownWhole].map((name) => lazy?.values(name, 'heap') ?? null)
  const [twice, once] = heap
  const growth =
    twice === null || twice === undefined || once === null || once === undefined
      ? null
      : spreadOf(twice.map((value, round) => value - (once[round] ?? 0)))
  const first = lazy?.spread(lazyNames.ownWhole, 'firstResult') ?? null
  return [
    atMost(
      'most items ahead ÷ declared window, the fullest of all rounds',
      1,
      '',
      fullest === null ? null : spreadOf([fullest]),
    ),
    atMost('heap after gc, two million items less one million', 5, 'MB', growth),
    atMost('first result, warm pool, a task that does nothing', 5, 'ms', first),
    atMost('first result ÷ ThreadPool’s best chunk', 0.25, '', firstRatio(lazy)),
  ]
}

/** The pool that gives its first result soonest is the best one, so this is not `ratioToBest`. */
function firstRatio(lazy: Comparison | null): Spread | null {
  const own = lazy?.values(lazyNames.ownWhole, 'firstResult') ?? null
  if (lazy === null || own === null) return null
  const ratios = lazyNames.pythonWhole.flatMap((name) => {
    const values = lazy.values(name, 'firstResult')
    return values === null ? [] : [ratioOf(own, values)]
  })
  return ratios.toSorted((a, b) => b.median - a.median)[0] ?? null
}

function distributionGoals(distributions: Comparison | null): Goal[] {
  function lowestOf(name: string): Spread | null {
    return lowest(distributionNames.map((figure) => distributions?.spread(name, figure) ?? null))
  }
  function ratioToBare(name: string): Spread | null {
    return lowest(distributionNames.map((figure) => distributions?.ratio(name, bareThreads, figure) ?? null))
  }
  const { list, limit, lazy } = promisedDistributions
  return [
    atLeast('lowest efficiency of all distributions, auto', 0.92, lowestOf(list), lowestOf(limit)),
    atLeast('… input of unknown length', 0.92, lowestOf(lazy)),
    atLeast('… ÷ bare threads without a pool', 0.92, ratioToBare(list), ratioToBare(limit)),
  ]
}

function checksumGoals({ small, large }: Measured): Goal[] {
  const each = checksumNames
  function pool(promise: string, floor: number, of: Comparison | null, below: string): Goal {
    const ratio = (above: string) => of?.ratio(above, below, 'perSecond') ?? null
    return atLeast(promise, floor, ratio(each.pool), ratio(each.poolLimited))
  }
  function run(promise: string, floor: number, below: string): Goal {
    return atLeast(promise, floor, small?.ratio(each.run, below, 'perSecond') ?? null)
  }
  return [
    pool('small files: pool ÷ ThreadPool chunk 50', 1.2, small, each.threadPool50),
    pool('small files: pool ÷ ThreadPool chunk 1', 2, small, each.threadPool1),
    pool('small files: pool ÷ xargs openssl', 1, small, each.openssl),
    pool('large files: pool ÷ limit of 2 threads in memory', 0.75, large, each.limit),
    run('small files: whole run ÷ ThreadPool chunk 1 into SQLite', 2, each.threadPoolSqlite1),
    run('small files: whole run ÷ ThreadPool chunk 50 into SQLite', 1.2, each.threadPoolSqlite50),
    run('small files: whole run ÷ pool alone', 0.8, each.pool),
    run('small files: whole run ÷ xargs openssl', 0.9, each.openssl),
    run('small files: whole run ÷ ThreadPool chunk 50', 1.1, each.threadPool50),
  ]
}

function runGoals(runs: Comparison | null): Goal[] {
  function million(promise: string, value: number, figure: string): Goal {
    return atMost(`a million files: ${promise}`, value, 'ms', runs?.spread(runNames.million, figure) ?? null)
  }
  return [
    million('first result', 1_000, 'firstResult'),
    million('the engine’s loop late, 99th', 16, 'lag'),
    million('any page while the run is at work, 99th', 5, 'pageMeanwhile'),
    million('any page afterwards, 99th', 5, 'page99'),
    million('counts', 5, 'counts'),
    million('sorted by a column, first time', 200, 'firstSort'),
    million('any page of it, 99th', 50, 'sorted99'),
    million('searched, first time', 200, 'firstSearch'),
  ]
}

function furtherGoals({ commands, persistence, enumeration, exports }: Measured): Goal[] {
  function ratio(promise: string, floor: number, of: Comparison | null, own: string, below: string): Goal {
    return atLeast(promise, floor, of?.ratio(own, below, 'perSecond') ?? null)
  }
  const [command, nothing, found, csv] = [commandNames, persistenceNames, enumerationNames, exportNames]
  return [
    ratio('commands ÷ xargs -P2 -n1', 0.5, commands, command.own, command.xargs),
    ratio('commands ÷ GNU parallel', 3, commands, command.own, command.parallel),
    ratio('persisted ÷ ThreadPool chunk 1 into SQLite', 1.5, persistence, nothing.own, nothing.threadPool1),
    ratio('… chunk 100', 1.1, persistence, nothing.own, nothing.threadPool100),
    ratio('finding files ÷ find', 0.85, enumeration, found.own, found.find),
    atMost('finding files: first file', 10, 'ms', enumeration?.spread(found.own, 'first') ?? null),
    ratio('CSV ÷ sqlite3', 0.7, exports, csv.own, csv.sqlite),
    ratio('CSV ÷ csv-stringify', 2.2, exports, csv.own, csv.stringify),
    atMost('CSV: memory', 130, 'MiB', exports?.spread(csv.own, 'memory') ?? null),
  ]
}
