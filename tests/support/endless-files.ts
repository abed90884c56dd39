import { mkdir, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { RunningCommand } from './command.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

/**
 * A folder `in` with files that take long to read: each is full of holes, and a terabyte of zeros in all.
 * The first, `00.bin`, is empty and done at once, so that there is something to keep.
 */
export async function endlessFiles(count = 40): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await mkdir(folder.at('in'))
  for (let index = 0; index < count; index += 1) {
    const file = await open(folder.at('in', `${String(index).padStart(2, '0')}.bin`), 'w')
    if (index > 0) await file.truncate(25e9)
    await file.close()
  }
  return folder
}

/** Lines of standard error as they come; `until` waits for one. */
export class ErrorLines {
  readonly #lines: AsyncIterator<string, undefined>

  constructor(running: RunningCommand) {
    this.#lines = createInterface({ input: running.process.stderr })[Symbol.asyncIterator]()
  }

  /** Waits for a line that begins so. Rejects when the command ends before it. */
  async until(beginning: string): Promise<string> {
    for (let next = await this.#lines.next(); next.done !== true; next = await this.#lines.next()) {
      if (next.value.startsWith(beginning)) return next.value
    }
    throw new Error(`the command ended before it said ${beginning}`)
  }
}
