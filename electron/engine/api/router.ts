import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { Engine } from '../engine.ts'
import { runNotFound } from '../errors.ts'
import { csvColumns } from '../exports/csv.ts'
import { exportToFile } from '../exports/export-run.ts'
import { refuseProtectedTarget } from '../exports/protected-files.ts'
import { completePath } from '../inputs/complete.ts'
import { inspectInput } from '../inputs/inspect.ts'
import { describeTaskType, findTaskType, taskTypes } from '../tasks/registry.ts'
import { toContractError } from './errors.ts'

/** The contract's handlers over an engine. Every door serves this one router. */
export function createRouter(engine: Engine) {
  const { runs, store, hub } = engine
  const procedures = implement(contract).use(async ({ next, path }) => {
    try {
      return await next()
    } catch (error) {
      throw toContractError(error, (cause) => engine.log(`${path.join('.')} failed.`, cause))
    }
  })
  return procedures.router({
    engine: {
      info: procedures.engine.info.handler(() => engine.info),
      taskTypes: procedures.engine.taskTypes.handler(() => taskTypes.map(describeTaskType)),
    },
    inputs: {
      inspect: procedures.inputs.inspect.handler(({ input }) =>
        inspectInput(input.text, engine.info.homeDirectory),
      ),
      complete: procedures.inputs.complete.handler(({ input }) =>
        completePath(input.text, input.limit, engine.info.homeDirectory),
      ),
    },
    runs: {
      start: procedures.runs.start.handler(async ({ input }) => ({ runId: await runs.start(input) })),
      cancel: procedures.runs.cancel.handler(({ input }) => runs.cancel(input.runId)),
      get: procedures.runs.get.handler(({ input }) => runs.get(input.runId)),
      list: procedures.runs.list.handler(({ input }) => store.listRuns(input)),
      results: procedures.runs.results.handler(({ input: { runId, ...page } }) =>
        store.resultPage(runId, page),
      ),
      watch: procedures.runs.watch.handler(({ signal }) => hub.watch(() => runs.active(), signal)),
    },
    exports: {
      columns: procedures.exports.columns.handler(async ({ input }) => {
        const run = await store.getRun(input.runId)
        if (run === null) throw runNotFound(input.runId)
        return csvColumns(findTaskType(run.task.type).resultColumns)
      }),
      csv: procedures.exports.csv.handler(async ({ input, signal }) => {
        await refuseProtectedTarget(input.path, engine.info.dataDirectory)
        return await exportToFile(store, input.runId, input.options, input.path, signal)
      }),
    },
  })
}

export type Router = ReturnType<typeof createRouter>
