import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { EngineThreads } from '../engine/engine.ts'
import type { StartProcess } from '../engine/pool/index.ts'
import { threadUrls } from './thread-urls.ts'

/** What a command finds around it: other things in a packaged app than among the sources. */
export interface Surroundings {
  /** Batchyard's version. */
  readonly version: string
  readonly threads: EngineThreads
  /** The folder of the built interface. */
  readonly rendererDirectory: string
  /** How worker processes are started; null for as child processes of this one. */
  readonly startProcess: StartProcess | null
}

const packageSchema = z.object({ version: z.string() })

let present: Surroundings | null = null

/** Those of this process: of the sources, unless others were set. */
export function surroundings(): Surroundings {
  present ??= amongSources()
  return present
}

/** For the entry of a process that does not run from source, before it does anything else. */
export function setSurroundings(others: Surroundings): void {
  present = others
}

function amongSources(): Surroundings {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return {
    version: packageSchema.parse(JSON.parse(text)).version,
    threads: threadUrls(new URL('cli.ts', import.meta.url).href),
    rendererDirectory: fileURLToPath(new URL('../../out/renderer', import.meta.url)),
    startProcess: null,
  }
}
