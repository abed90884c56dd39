import type { DrillOutcome } from './drill.ts'
import { phases, type Kill } from './round.ts'
import { killKinds } from './victim.ts'

/** The most faults that are told one by one. */
const namedFaults = 20

/** What a drill has found, for a person. `duration` in milliseconds. */
export function report(outcome: DrillOutcome, duration: number): string[] {
  const { runs, items, kills, resumes, lostWorkers, faults, kept } = outcome
  return [
    '',
    ...table(kills),
    '',
    `${kills.length} kills of ${runs} runs with ${items} items, resumed ${resumes} times, in ${Math.round(duration / 1_000)} s.`,
    `${lostWorkers} items are recorded as failed because their worker was killed.`,
    ...faults.slice(0, namedFaults).map((fault) => `FAULT in ${fault}`),
    ...(faults.length > namedFaults ? [`… and ${faults.length - namedFaults} more`] : []),
    ...(kept === null ? [] : [`The run is kept in ${kept}.`]),
    faults.length === 0
      ? 'Every item has exactly one result, none was lost, none was invented; every database is sound; nothing was left behind.'
      : `${faults.length} faults.`,
  ]
}

/** Kills by kind and by the phase in which they hit. */
function table(kills: readonly Kill[]): string[] {
  const rows = [
    ['killed', ...phases, 'all'],
    ...killKinds.map((kind) => {
      const of = kills.filter((kill) => kill.kind === kind)
      return [kind, ...phases.map((phase) => count(of, phase)), String(of.length)]
    }),
    ['all', ...phases.map((phase) => count(kills, phase)), String(kills.length)],
  ]
  return rows.map((row) =>
    row.map((cell, index) => (index === 0 ? cell.padEnd(14) : cell.padStart(12))).join(''),
  )
}

function count(kills: readonly Kill[], phase: Kill['phase']): string {
  return String(kills.filter((kill) => kill.phase === phase).length)
}
