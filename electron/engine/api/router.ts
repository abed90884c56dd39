import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { Engine } from '../engine.ts'
import { writeComparisonFile } from '../exports/comparison-csv.ts'
import { csvColumns } from '../exports/csv.ts'
import { exportToFile } from '../exports/export-run.ts'
import { refuseProtectedTarget } from '../exports/protected-files.ts'
import { completePath } from '../inputs/complete.ts'
import { inspectInput, inspectInputs } from '../inputs/inspect.ts'
import { codeOf } from '../runs/code-trust.ts'
import { checkTask } from '../runs/prepare-task.ts'
import { journalFolder, removeJournal } from '../runs/run-outputs.ts'
import { undoRun } from '../runs/undo-run.ts'
import { describeTaskType, taskTypes } from '../tasks/registry.ts'
import { toContractError } from './errors.ts'
import { readBuiltInPresets } from './built-in-presets.ts'
import { readComparison, type ComparisonRequest } from './comparison.ts'
import { Plans } from './plans.ts'
import { previewItem, previewTried } from './preview.ts'
import { getPreset, importPreset, listPresets, savePreset, writePresetFile } from './presets.ts'
import { readOutputFolder, readOutputs } from './outputs.ts'
import { columnsOfRun, readGroups, readResults } from './results.ts'
import { applyRetention, queuedRuns, requireItem, requireJob, requireRun } from './runs.ts'
import { Tries } from './tries.ts'

/** The contract's handlers over an engine. Every door serves this one router. */
export function createRouter(engine: Engine) {
  const { runs, store, hub } = engine
  const { dataDirectory } = engine.info
  const { worker: workerUrl, enumerator: enumeratorUrl } = engine.threads
  const { startProcess } = engine
  const plans = new Plans({ store, workerUrl, enumeratorUrl, startProcess })
  const tries = new Tries({
    ...{ store, dataDirectory, processors: engine.info.processors },
    ...{ workerUrl, enumeratorUrl, startProcess },
  })
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
      checkTask: procedures.engine.checkTask.handler(async ({ input }) => {
        await checkTask(input, store)
        return { sound: true }
      }),
    },
    inputs: {
      inspect: procedures.inputs.inspect.handler(({ input }) =>
        inspectInput(input.text, engine.info.homeDirectory),
      ),
      inspectMany: procedures.inputs.inspectMany.handler(({ input }) =>
        inspectInputs(input.texts, engine.info.homeDirectory),
      ),
      complete: procedures.inputs.complete.handler(({ input }) =>
        completePath(input.text, input.limit, engine.info.homeDirectory),
      ),
    },
    runs: {
      start: procedures.runs.start.handler(async ({ input }) => ({ runId: await runs.start(input) })),
      pause: procedures.runs.pause.handler(({ input }) => runs.pause(input.runId)),
      resume: procedures.runs.resume.handler(({ input }) => runs.resume(input.runId)),
      retry: procedures.runs.retry.handler(({ input }) => runs.retry(input.runId, input.which)),
      drain: procedures.runs.drain.handler(({ input }) => runs.drain(input.runId)),
      cancel: procedures.runs.cancel.handler(({ input }) => runs.cancel(input.runId)),
      endItem: procedures.runs.endItem.handler(({ input }) => runs.endItem(input.runId, input.seq)),
      skipItems: procedures.runs.skipItems.handler(({ input }) => runs.skipItems(input.runId, input.seqs)),
      moveToFront: procedures.runs.moveToFront.handler(({ input }) =>
        runs.moveToFront(input.runId, input.seqs),
      ),
      setWorkers: procedures.runs.setWorkers.handler(({ input }) =>
        runs.setWorkers(input.runId, input.workers),
      ),
      get: procedures.runs.get.handler(({ input }) => runs.get(input.runId)),
      results: procedures.runs.results.handler(({ input }) => readResults(store, input)),
      groups: procedures.runs.groups.handler(({ input }) => readGroups(store, input)),
      compare: procedures.runs.compare.handler(({ input }) => readComparison(store, input)),
      watch: procedures.runs.watch.handler(({ signal }) => hub.watch(() => runs.active(), signal)),
      list: procedures.runs.list.handler(({ input }) => store.listRuns(input)),
      queue: procedures.runs.queue.handler(() => queuedRuns(store)),
      reorderQueue: procedures.runs.reorderQueue.handler(async ({ input }) => {
        await store.reorderQueue(input.runIds)
        return await queuedRuns(store)
      }),
      causes: procedures.runs.causes.handler(async ({ input }) => {
        await requireRun(store, input.runId)
        return await store.causes(input.runId, input.limit)
      }),
      item: procedures.runs.item.handler(({ input }) => requireItem(store, input.runId, input.seq)),
      waiting: procedures.runs.waiting.handler(async ({ input: { runId, ...page } }) => {
        await requireRun(store, runId)
        return await store.waitingItems(runId, page)
      }),
      attempts: procedures.runs.attempts.handler(async ({ input }) => {
        await requireItem(store, input.runId, input.seq)
        return await store.attempts(input.runId, input.seq)
      }),
      log: procedures.runs.log.handler(async ({ input }) => {
        await requireItem(store, input.runId, input.seq)
        return await store.log(input.runId, input.seq, input.attempt ?? null)
      }),
      sessions: procedures.runs.sessions.handler(async ({ input }) => {
        await requireRun(store, input.runId)
        return await store.sessions(input.runId)
      }),
      throughput: procedures.runs.throughput.handler(async ({ input }) => {
        await requireRun(store, input.runId)
        return await store.throughput(input.runId)
      }),
      delete: procedures.runs.delete.handler(async ({ input }) => {
        await store.deleteRun(input.runId)
        await removeJournal(journalFolder(dataDirectory, input.runId))
        return { deleted: true }
      }),
      columns: procedures.runs.columns.handler(async ({ input }) => [
        ...columnsOfRun(await requireRun(store, input.runId)),
      ]),
      job: procedures.runs.job.handler(({ input }) => requireJob(store, input.runId)),
      plan: procedures.runs.plan.handler(({ input, signal }) => plans.plan(input, signal)),
      planRows: procedures.runs.planRows.handler(({ input: { planId, ...page } }) =>
        plans.rows(planId, page),
      ),
      outputs: procedures.runs.outputs.handler(({ input }) => readOutputs(store, input)),
      outputFolder: procedures.runs.outputFolder.handler(async ({ input }) => ({
        path: await readOutputFolder(store, input.runId),
      })),
      undo: procedures.runs.undo.handler(({ input: { runId, dryRun }, signal }) =>
        undoRun(runId, { store, journal: journalFolder(dataDirectory, runId), dryRun, signal }),
      ),
      try: procedures.runs.try.handler(({ input, signal }) => tries.do(input, signal)),
      preview: procedures.runs.preview.handler(({ input, signal }) =>
        previewItem(input, store, (request) => engine.previews.of(request, signal)),
      ),
      previewTried: procedures.runs.previewTried.handler(({ input, signal }) =>
        previewTried(input, tries, (request) => engine.previews.of(request, signal)),
      ),
    },
    presets: {
      list: procedures.presets.list.handler(() => listPresets(store)),
      builtIn: procedures.presets.builtIn.handler(() => readBuiltInPresets(engine.builtInPresets)),
      get: procedures.presets.get.handler(({ input }) => getPreset(store, input)),
      save: procedures.presets.save.handler(({ input }) => savePreset(store, input)),
      delete: procedures.presets.delete.handler(async ({ input }) => {
        const { id } = await getPreset(store, input)
        await store.deletePreset(id)
        return { deleted: true }
      }),
      import: procedures.presets.import.handler(({ input }) => importPreset(store, input.text)),
      export: procedures.presets.export.handler(async ({ input }) =>
        writePresetFile(await getPreset(store, input)),
      ),
    },
    trust: {
      codeOf: procedures.trust.codeOf.handler(({ input }) => codeOf(input, store)),
      accept: procedures.trust.accept.handler(async ({ input }) => {
        await store.acceptCode(input.hash)
        return { accepted: true }
      }),
    },
    settings: {
      get: procedures.settings.get.handler(() => store.settings()),
      set: procedures.settings.set.handler(({ input }) => store.changeSettings(input)),
    },
    maintenance: {
      statistics: procedures.maintenance.statistics.handler(() => store.statistics()),
      check: procedures.maintenance.check.handler(() => store.check()),
      compact: procedures.maintenance.compact.handler(() => store.compact()),
      applyRetention: procedures.maintenance.applyRetention.handler(async () => {
        const deleted = await applyRetention(store, Date.now())
        for (const runId of deleted) await removeJournal(journalFolder(dataDirectory, runId))
        return { deleted }
      }),
    },
    exports: {
      columns: procedures.exports.columns.handler(async ({ input }) => {
        const run = await requireRun(store, input.runId)
        return csvColumns(columnsOfRun(run), run.outputs !== null)
      }),
      csv: procedures.exports.csv.handler(async ({ input, signal }) => {
        await refuseProtectedTarget(input.path, engine.info.dataDirectory)
        return await exportToFile(store, input.runId, input.options, input.path, signal)
      }),
      plan: procedures.exports.plan.handler(async ({ input, signal }) => {
        await refuseProtectedTarget(input.path, engine.info.dataDirectory)
        return await plans.export(input.planId, input.path, signal)
      }),
      comparison: procedures.exports.comparison.handler(
        async ({ input: { path, ...comparison }, signal }) => {
          await refuseProtectedTarget(path, engine.info.dataDirectory)
          const read = (request: ComparisonRequest) => readComparison(store, request)
          return await writeComparisonFile(read, comparison, path, signal)
        },
      ),
    },
  })
}

export type Router = ReturnType<typeof createRouter>
