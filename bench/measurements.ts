import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { Comparison, comparisonSchema } from './compare.ts'

// What was measured is kept, so that a benchmark of most of an hour can be taken a table at a time.

/** The tables, as the goals know them. */
export const measuredTables = [
  'paths',
  'integers',
  'lazy',
  'small',
  'large',
  'distributions',
  'runs',
  'commands',
  'persistence',
  'enumeration',
  'exports',
] as const
export type MeasuredTable = (typeof measuredTables)[number]

/** A table, and what has to be known of how it came about. */
export interface Measurement {
  readonly comparison: Comparison
  /** The table in Markdown. */
  readonly text: string
  /** The machine and the programs; what was measured with others is not comparable. */
  readonly machine: string
  /** The day, as `2026-11-29`. */
  readonly day: string
  readonly rounds: number
  readonly minutes: number
  /** The load of the machine at the end. */
  readonly load: number
}

export type Measurements = Partial<Record<MeasuredTable, Measurement>>

const measurementSchema = z.object({
  comparison: comparisonSchema.transform((kept) => Comparison.from(kept)),
  text: z.string(),
  machine: z.string(),
  day: z.string(),
  rounds: z.number(),
  minutes: z.number(),
  load: z.number(),
})
const fileSchema = z.partialRecord(z.enum(measuredTables), measurementSchema)

/** What a file has of this machine; nothing where there is no such file. */
export function readMeasurements(file: string, machine: string): Measurements {
  if (!existsSync(file)) return {}
  const kept = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  return Object.fromEntries(Object.entries(kept).filter(([, measurement]) => measurement.machine === machine))
}

export function writeMeasurements(file: string, measurements: Measurements): void {
  writeFileSync(file, `${JSON.stringify(measurements, null, 1)}\n`)
}

/** The tables in Markdown, in their order, each with when and how it was measured. */
export function sectionsOf(measurements: Measurements): string[] {
  return measuredTables.flatMap((table) => {
    const measurement = measurements[table]
    if (measurement === undefined) return []
    const { text, day, rounds, minutes, load } = measurement
    return `${text.trimEnd()}\n\nMeasured on ${day} in ${rounds} rounds and ${minutes} minutes; load of the machine at the end ${load.toFixed(1)}.\n`
  })
}
