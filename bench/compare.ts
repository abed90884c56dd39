import { spawnSync } from 'node:child_process'

/** One way of doing the same work: a program that does it once and whose speed is known afterwards. */
export interface Contender {
  readonly name: string
  /** Does the work once, in a process of its own, and says how many items a second. */
  readonly run: () => number
}

export interface Comparison {
  readonly name: string
  /** The median of the rounds, in items a second. */
  readonly median: number
  /** The slowest and fastest round as parts of the median. */
  readonly spread: readonly [number, number]
}

/** Runs a program and returns what it printed. */
export function runProgram(command: string, words: readonly string[], shell = false): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    shell,
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${String(status)}:\n${stderr}`)
  return stdout
}

/** Runs a contender that reports its own figure. */
export function reportedSpeed(command: string, words: readonly string[]): number {
  const result: unknown = JSON.parse(runProgram(command, words))
  if (
    typeof result === 'object' &&
    result !== null &&
    'perSecond' in result &&
    typeof result.perSecond === 'number'
  ) {
    return result.perSecond
  }
  throw new Error(`${words.join(' ')} reported no speed`)
}

/** Whether a program can be started at all. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
}

/**
 * All contenders in turn, round after round, the order turned about in every other round, so that what the
 * machine does beside this hits all alike.
 */
export function compare(
  contenders: readonly Contender[],
  rounds: number,
  tell: (line: string) => void,
): Comparison[] {
  const speeds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const contender of order) {
      const speed = contender.run()
      speeds.get(contender.name)?.push(speed)
      tell(`round ${round + 1}: ${contender.name}: ${Math.round(speed)} a second`)
    }
  }
  return contenders.map(({ name }) => {
    const sorted = (speeds.get(name) ?? []).toSorted((a, b) => a - b)
    const median = medianOf(sorted)
    return { name, median, spread: [(sorted[0] ?? 0) / median, (sorted.at(-1) ?? 0) / median] }
  })
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}
