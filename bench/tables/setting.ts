import type { Comparison } from '../compare.ts'

/** How the tables of one run of the benchmark are made. */
export interface Setting {
  readonly rounds: number
  /** Everything is made so many times smaller, to see whether it works. */
  readonly smaller: number
  /** A folder for files, on the disk. */
  readonly scratch: string
  readonly tell: (line: string) => void
}

/** A table as it was measured and as it is printed. */
export interface Table<Names> {
  readonly comparison: Comparison
  /** Under which names the goals find what they compare. */
  readonly names: Names
  /** Markdown. */
  readonly text: string
}

/** Options of Node for whole engines, as `npm run batchyard` has them. */
export const engineOptions = ['--max-semi-space-size=4']
