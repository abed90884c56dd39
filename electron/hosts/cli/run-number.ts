import { runIdSchema, type RunId } from '../../../shared/model/run.ts'
import { couldNotStart, wrongUsage } from './failure.ts'
import type { Client } from './local-engine.ts'

/** Which run a command is about, as it was typed. */
export type WantedRun = RunId | 'latest'

/** How the argument is described in the help of every command that has it. */
export const runArgument = ['<run>', 'the number of the run, as batchyard runs shows it, or latest'] as const

/** @throws CommandFailure wrong usage: neither the number of a run nor `latest` */
export function parseRunNumber(command: string, text: string): WantedRun {
  if (text === 'latest') return text
  const number = /^\d{1,15}$/u.test(text) ? runIdSchema.safeParse(Number(text)) : null
  if (number?.success !== true) {
    throw wrongUsage(
      `${command} ${text}: expected the number of a run, as batchyard runs shows it, or latest.`,
    )
  }
  return number.data
}

/** @throws CommandFailure could not start: the latest is wanted and there is none */
export async function findRun(client: Client, wanted: WantedRun): Promise<RunId> {
  if (wanted !== 'latest') return wanted
  const [latest] = await client.runs.list({ limit: 1 })
  if (latest === undefined) throw couldNotStart('there are no runs yet.')
  return latest.id
}
