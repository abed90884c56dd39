import { z } from 'zod'
import { ratioOf, spreadOf, type Figures, type Spread } from './statistics.ts'

/** One way of doing the work of a table. */
export interface Contender {
  readonly name: string
  /** Does the work once, in a process of its own, and says how it went. Throws where it failed. */
  readonly measure: () => Figures
}

/** A contender that should be in a table and is not. */
export interface LeftOut {
  readonly name: string
  readonly reason: string
}

const leftOutSchema = z.object({ name: z.string(), reason: z.string() })

/** A comparison as plain data. */
export const comparisonSchema = z.object({
  /** The figures of each round of each contender, in the order of the table. */
  rounds: z.array(z.tuple([z.string(), z.array(z.record(z.string(), z.number()))])),
  missing: z.array(leftOutSchema),
  failed: z.array(leftOutSchema),
})
export type ComparisonData = z.infer<typeof comparisonSchema>

/** What all rounds of a table found. */
export class Comparison {
  readonly leftOut: readonly LeftOut[]
  /** Contenders that are left out because they failed, which is a fault and no property of the machine. */
  readonly failed: readonly LeftOut[]
  readonly #missing: readonly LeftOut[]
  readonly #rounds: ReadonlyMap<string, readonly Figures[]>

  constructor(
    rounds: ReadonlyMap<string, readonly Figures[]>,
    missing: readonly LeftOut[],
    failed: readonly LeftOut[],
  ) {
    this.#rounds = rounds
    this.#missing = missing
    this.failed = failed
    this.leftOut = [...missing, ...failed]
  }

  static from({ rounds, missing, failed }: ComparisonData): Comparison {
    return new Comparison(new Map(rounds), missing, failed)
  }

  toJSON(): ComparisonData {
    const rounds = [...this.#rounds].map(([name, figures]): [string, Figures[]] => [
      name,
      figures.map(finite),
    ])
    return { rounds, missing: [...this.#missing], failed: [...this.failed] }
  }

  /** The contenders that were measured, in the order of the table. */
  get names(): readonly string[] {
    return [...this.#rounds.keys()]
  }

  /** A figure of a contender in each round, in the order of the rounds; null where it was not measured. */
  values(name: string, figure: string): readonly number[] | null {
    const values = (this.#rounds.get(name) ?? []).flatMap((figures) => figures[figure] ?? [])
    return values.length === 0 ? null : values
  }

  spread(name: string, figure: string): Spread | null {
    const values = this.values(name, figure)
    return values === null ? null : spreadOf(values)
  }

  /** The figure of `above` divided by that of `below` in the same round; null where one was not measured. */
  ratio(above: string, below: string, figure: string): Spread | null {
    const [upper, lower] = [this.values(above, figure), this.values(below, figure)]
    return upper === null || lower === null ? null : ratioOf(upper, lower)
  }

  /** Which of several contenders has the highest median of a figure; null where none was measured. */
  best(names: readonly string[], figure: string): string | null {
    let best: { readonly name: string; readonly median: number } | null = null
    for (const name of names) {
      const spread = this.spread(name, figure)
      if (spread !== null && (best === null || spread.median > best.median)) {
        best = { name, median: spread.median }
      }
    }
    return best?.name ?? null
  }
}

/**
 * All contenders in turn, round after round, the order turned about in every other round, so that what the
 * machine does beside this hits all alike. One that fails is left out from there on.
 */
export function compare(
  contenders: readonly Contender[],
  missing: readonly LeftOut[],
  rounds: number,
  tell: (line: string) => void,
): Comparison {
  const found = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]))
  const failed = new Map<string, LeftOut>()
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      if (failed.has(name)) continue
      try {
        const figures = measure()
        found.get(name)?.push(figures)
        tell(`round ${round + 1}: ${name}: ${describe(figures)}`)
      } catch (error) {
        const reason = `failed: ${firstLines(error)}`
        failed.set(name, { name, reason })
        found.delete(name)
        tell(`round ${round + 1}: ${name} ${reason}`)
      }
    }
  }
  return new Comparison(found, missing, [...failed.values()])
}

/** JSON knows no other numbers. A figure that could not be told is left out. */
function finite(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)))
}

function describe(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`)
    .join(', ')
}

/** What a failure says, from the first line on that names an error: programs print their source before it. */
function firstLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const lines = text.split('\n')
  const named = lines.findIndex((line) => /^\s*\[?\w*Error/u.test(line))
  const from = Math.max(0, named)
  return lines
    .slice(from, from + 8)
    .map((line) => line.trim())
    .join(' ')
    .slice(0, 400)
}
