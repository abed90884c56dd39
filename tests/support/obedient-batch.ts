import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { JobInput } from '../../shared/model/job.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

/** The worker module that does what items' files say; see there for the orders. */
export const obedientWorker = new URL('../integration/fixtures/obedient-worker.ts', import.meta.url)

/** A folder of files that say what is to become of them. */
export interface ObedientBatch extends AsyncDisposable {
  readonly folder: TemporaryFolder
  /** The files, in input order. */
  readonly paths: readonly string[]
  /** A job over them, with one worker and one item a chunk unless it says otherwise. */
  job(execution?: JobInput['execution']): JobInput
  /** How often the work on the file of this place was begun, from 0. */
  tries(place: number): number
  /**
   * Waits until the work on so many files has begun. That a worker has one, which the engine tells, comes a moment
   * before: by then the file itself may not have been looked at.
   */
  haveBegun(count: number): Promise<void>
  /** Lets the held file of this place go on; all of them without one. */
  letGo(place?: number): Promise<void>
  /** Holds those again that were let go all together. */
  holdAgain(): Promise<void>
}

/** @param orders for each file what it says, such as `ok`, `throw words`, `flaky 2`, `hold` */
export async function obedientBatch(orders: readonly string[]): Promise<ObedientBatch> {
  const folder = await temporaryFolder()
  await mkdir(folder.at('in'))
  await mkdir(folder.at('notes'))
  const names = orders.map((_, place) => `${String(place).padStart(5, '0')}.txt`)
  for (const [place, name] of names.entries()) await writeFile(folder.at('in', name), orders[place] ?? '')
  const noteOf = (place: number, ending: string): string =>
    folder.at('notes', `${names[place] ?? ''}.${ending}`)
  return {
    folder,
    paths: names.map((name) => folder.at('in', name)),
    job: (execution = {}) => ({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      task: { type: 'checksum' },
      execution: { workers: 1, chunkSize: 1, ...execution },
    }),
    tries(place) {
      const note = noteOf(place, 'tries')
      return existsSync(note) ? readFileSync(note).length : 0
    },
    async haveBegun(count) {
      const begun = (): number =>
        readdirSync(folder.at('notes')).filter((name) => name.endsWith('.tries')).length
      while (begun() < count) await wait(5)
    },
    letGo: (place) => writeFile(place === undefined ? folder.at('notes', 'go') : noteOf(place, 'go'), ''),
    holdAgain: () => rm(folder.at('notes', 'go'), { force: true }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
