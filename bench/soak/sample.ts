import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What this process holds, at a moment at which the pools have nothing to do. */
export interface Sample {
  /** Megabytes, after the garbage was collected. */
  readonly heap: number
  /** Megabytes outside of the heap: buffers, and what threads share. */
  readonly external: number
  /** Megabytes. */
  readonly resident: number
  /** Open file descriptors; 0 where the system does not tell. */
  readonly descriptors: number
  /** What keeps, or could keep, the event loop busy. */
  readonly resources: number
  /** Child processes; 0 where the system does not tell. */
  readonly children: number
  /** Temporary files that were named to worker processes and still exist. */
  readonly files: number
}

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** `named` are paths of temporary files that have been named so far; those that are gone are taken out. */
export async function takeSample(named: readonly Set<string>[]): Promise<Sample> {
  for (let round = 0; round < 4; round += 1) {
    if (typeof collectGarbage === 'function') Reflect.apply(collectGarbage, undefined, [])
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (const files of named) for (const file of files) if (!existsSync(file)) files.delete(file)
  const { heapUsed, external, rss } = process.memoryUsage()
  return {
    heap: heapUsed / 2 ** 20,
    external: external / 2 ** 20,
    resident: rss / 2 ** 20,
    descriptors: existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0,
    resources: process.getActiveResourcesInfo().length,
    children: countChildren(),
    files: named.reduce((sum, files) => sum + files.size, 0),
  }
}

/** The child processes of all threads, the guard of worker processes included. */
function countChildren(): number {
  const tasks = '/proc/self/task'
  if (!existsSync(tasks)) return 0
  return readdirSync(tasks).reduce((count, thread) => {
    const path = `${tasks}/${thread}/children`
    return count + (existsSync(path) ? (readFileSync(path, 'utf8').match(/\d+/g)?.length ?? 0) : 0)
  }, 0)
}

/** How much each figure may grow between the first and the last third of the samples. */
const tolerated: Readonly<Record<keyof Sample, number>> = {
  heap: 3,
  external: 8,
  resident: 80,
  descriptors: 3,
  resources: 3,
  children: 0,
  files: 0,
}

const figures = ['heap', 'external', 'resident', 'descriptors', 'resources', 'children', 'files'] as const

/** What has grown, in words, from the first third of the samples to the last. Empty where nothing has. */
export function findGrowth(samples: readonly Sample[]): string[] {
  const third = Math.floor(samples.length / 3)
  if (third === 0) return ['There are too few samples to tell whether anything grows.']
  return figures.flatMap((figure) => {
    const before = median(samples.slice(0, third).map((sample) => sample[figure]))
    const after = median(samples.slice(-third).map((sample) => sample[figure]))
    const growth = after - before
    return growth <= tolerated[figure]
      ? []
      : [`${figure} grew by ${growth.toFixed(1)}, from ${before.toFixed(1)} to ${after.toFixed(1)}`]
  })
}

export function sampleText(sample: Sample): string {
  return figures.map((figure) => `${figure} ${sample[figure].toFixed(figure === 'heap' ? 1 : 0)}`).join(', ')
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
