import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own for one test, removed at the end of the scope it was made in (`await using`). */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
  /** The path of an entry in the folder. */
  at(...names: string[]): string
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'batchyard-test-'))
  return {
    path,
    at: (...names) => join(path, ...names),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
