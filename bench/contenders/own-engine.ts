import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { createRouter, type Router } from '../../electron/engine/api/router.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { threadUrls } from '../../electron/hosts/thread-urls.ts'
import { isEndState, type RunId, type RunProgress } from '../../shared/model/run.ts'

/** An engine of a contender's own. */
export interface OwnEngine extends AsyncDisposable {
  readonly runs: RouterClient<Router>['runs']
  readonly exports: RouterClient<Router>['exports']
  readonly dataDirectory: string
  /** Waits for the end of a run and says how it went. */
  untilEnd(runId: RunId): Promise<RunProgress>
}

/** The threads of the app as it is built and shipped. */
export const builtThreads = threadUrls(new URL('../../out/main/engine-host.js', import.meta.url).href)

/** Opens an engine with the threads of the app, and a new database that goes with it. `scratch` is where its data goes. */
export async function openOwnEngine(scratch: string): Promise<OwnEngine> {
  const dataDirectory = mkdtempSync(join(scratch, 'data-'))
  const engine = await openEngineOver(dataDirectory)
  return {
    ...engine,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

/** Opens an engine over a database that stays, and is made where there is none. */
export async function openEngineOver(dataDirectory: string): Promise<OwnEngine> {
  const engine = await createEngine({
    dataDirectory,
    threads: builtThreads,
    version: 'bench',
    log: (message, error) => process.stderr.write(`${message} ${String(error)}\n`),
  })
  const { runs, exports } = createRouterClient(createRouter(engine))
  return {
    runs,
    exports,
    dataDirectory,
    async untilEnd(runId) {
      for await (const event of await runs.watch()) {
        const all = event.type === 'snapshot' ? event.active : [event.progress]
        const own = all.find(({ run }) => run.id === runId)
        if (own !== undefined && isEndState(own.run.state)) return own
        // It had ended before anybody listened.
        if (event.type === 'snapshot' && own === undefined) return runs.get({ runId })
      }
      throw new Error('the engine stopped telling of its runs')
    },
    async [Symbol.asyncDispose]() {
      await engine.close()
    },
  }
}
