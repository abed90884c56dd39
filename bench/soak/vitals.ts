import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What must not grow: measured while nothing runs. */
export interface Vitals {
  /** Live objects after a garbage collection, in bytes, array buffers included. */
  readonly heap: number
  /** Bytes. */
  readonly resident: number
  /** What keeps, or could keep, the process alive, as Node counts it. */
  readonly resources: number
  /** Null where the system does not tell, as for the next two. */
  readonly files: number | null
  /** Temporary files that this process has open and that are deleted already, or are not. */
  readonly temporaryFiles: number | null
  readonly children: number | null
}

/** Measures. Needs `--expose-gc`. */
export function takeVitals(): Vitals {
  if (globalThis.gc === undefined) throw new Error('Start with node --expose-gc.')
  globalThis.gc()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  const files = openFiles()
  return {
    heap: heapUsed + arrayBuffers,
    resident: rss,
    resources: process.getActiveResourcesInfo().length,
    files: files?.length ?? null,
    temporaryFiles:
      files?.filter((name) => name.startsWith('/tmp/') || name.startsWith('/dev/shm/')).length ?? null,
    children: countChildren(),
  }
}

function openFiles(): string[] | null {
  if (process.platform !== 'linux') return null
  return readdirSync('/proc/self/fd').flatMap((number) => {
    try {
      return [readlinkSync(`/proc/self/fd/${number}`)]
    } catch {
      // It was the descriptor that the folder was read with.
      return []
    }
  })
}

function countChildren(): number | null {
  if (process.platform !== 'linux') return null
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean).length
}

/** What has grown beyond what the same load explains, from the middle of some samples to that of others. */
export function growth(early: readonly Vitals[], late: readonly Vitals[]): string[] {
  const limits = {
    heap: (before: number) => before * 1.2 + 4e6,
    resident: (before: number) => before * 1.3 + 30e6,
    resources: (before: number) => before + 3,
    files: (before: number) => before + 6,
    temporaryFiles: (before: number) => before + 1,
    children: (before: number) => before + 1,
  }
  const grown: string[] = []
  for (const name of ['heap', 'resident', 'resources', 'files', 'temporaryFiles', 'children'] as const) {
    const before = middle(early.map((vitals) => vitals[name] ?? 0))
    const after = middle(late.map((vitals) => vitals[name] ?? 0))
    if (after > limits[name](before)) grown.push(`${name} went from ${before} to ${after}`)
  }
  return grown
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
