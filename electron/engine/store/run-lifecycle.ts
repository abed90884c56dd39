import type Database from 'better-sqlite3'
import { isActiveState, type Pause } from '../../../shared/model/run.ts'
import type { RetrySelection, SessionKind } from '../../../shared/model/session.ts'
import { EngineError } from '../errors.ts'
import type { EnumerationEnd, NewRun, RunEnd } from './records.ts'
import { recipeKey } from './recipe-key.ts'
import { createRetryMarker } from './retry-marker.ts'
import type { RunFinder, RunGuard, WritableRun } from './run-guard.ts'
import { resultCount, runElsewhere } from './run-guard.ts'

/** How many of a run's inputs its summary shows. */
const summarisedInputs = 100

/** Creates runs and takes them from state to state, each step in a transaction of its own. */
export function createRunLifecycle(
  database: Database.Database,
  ownerId: string,
  find: RunFinder,
  guard: RunGuard,
) {
  const insertRun = database.prepare<[string, string, string, string, string, number, number | null, 0 | 1]>(
    `INSERT INTO runs (owner, name, task_type, recipe, state, started_at, not_before, queue_order, makes_outputs)
     VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)`,
  )
  const putLast = database.prepare<[number]>(
    `UPDATE runs SET queue_order = 1 + (SELECT coalesce(max(queue_order), 0) FROM runs WHERE state = 'queued')
     WHERE id = ?`,
  )
  const insertJob = database.prepare<[number, string, string]>(
    'INSERT INTO jobs (run_id, summary, job) VALUES (?, ?, ?)',
  )
  const endEnumeration = database.prepare<[string, number]>(
    'UPDATE runs SET enumerated = 1, left_out = ? WHERE id = ?',
  )
  const beginRun = database.prepare<[string, number, number, number]>(
    `UPDATE runs SET owner = ?, state = 'running', finished_at = NULL, not_before = NULL, queue_order = NULL,
       stop_reason = NULL, error_code = NULL, error_message = NULL, sessions = sessions + 1, retrying = ?,
       started_at = iif(state = 'queued', ?, started_at)
     WHERE id = ?`,
  )
  const beginSession = database.prepare<[SessionKind, string, number, number]>(
    `INSERT INTO sessions (run_id, session, kind, owner, started_at)
     SELECT id, sessions, ?, ?, ? FROM runs WHERE id = ?`,
  )
  const endRun = database.prepare<
    [string, number, string | null, string | null, string | null, number, number]
  >(
    `UPDATE runs SET state = ?, finished_at = ?, error_code = ?, error_message = ?, stop_reason = ?,
       time_spent = time_spent + ?, pause_reason = NULL, pause_message = NULL, paused_at = NULL,
       not_before = NULL, queue_order = NULL
     WHERE id = ?`,
  )
  const endSession = database.prepare<[number, number, string, number]>(
    `UPDATE sessions SET ended_at = ?, duration = ?, end_state = ?
     WHERE run_id = ? AND ended_at IS NULL`,
  )
  // The clock may have been set back since.
  const selectStart = database
    .prepare<[number], number>(
      `SELECT coalesce((SELECT max(started_at) FROM sessions WHERE run_id = runs.id), started_at)
       FROM runs WHERE id = ?`,
    )
    .pluck()
  const pauseRun = database.prepare<[string, string, number, number]>(
    `UPDATE runs SET state = 'paused', pause_reason = ?, pause_message = ?, paused_at = ? WHERE id = ?`,
  )
  const unpauseRun = database.prepare<[number]>(
    `UPDATE runs SET state = 'running', pause_reason = NULL, pause_message = NULL, paused_at = NULL WHERE id = ?`,
  )
  const orderRun = database.prepare<[number, number]>(
    `UPDATE runs SET queue_order = ? WHERE id = ? AND state = 'queued'`,
  )
  const selectQueue = database
    .prepare<[], number>(`SELECT id FROM runs WHERE state = 'queued' ORDER BY queue_order, id`)
    .pluck()
  const markRetries = createRetryMarker(database)

  function begin(runId: number, kind: SessionKind, retrying: number, startedAt: number): void {
    beginRun.run(ownerId, retrying, startedAt, runId)
    beginSession.run(kind, ownerId, startedAt, runId)
  }

  const createRun = database.transaction((run: NewRun): number => {
    const { inputs, task, execution } = run.job
    const summary = {
      task,
      execution,
      inputs: inputs.slice(0, summarisedInputs),
      inputCount: inputs.length,
    }
    const { lastInsertRowid } = insertRun.run(
      ownerId,
      run.name,
      task.type,
      recipeKey(run.recipe),
      run.queue === null ? 'running' : 'queued',
      run.startedAt,
      run.queue?.notBefore ?? null,
      run.makesOutputs ? 1 : 0,
    )
    const runId = Number(lastInsertRowid)
    insertJob.run(runId, JSON.stringify(summary), JSON.stringify(run.job))
    if (run.queue === null) begin(runId, 'start', 0, run.startedAt)
    else putLast.run(runId)
    return runId
  })

  const startSession = database.transaction(
    (runId: number, kind: SessionKind, startedAt: number, which: RetrySelection | null): void => {
      const run = find(runId)
      refuseActive(runId, run, ownerId)
      if (kind === 'start' && run.state !== 'queued') throw alreadyStarted(runId, run)
      const marked = which === null ? 0 : markRetries(runId, which)
      const retrying = run.retrying + marked
      const left = run.totalItems - resultCount(run) + retrying
      const isQueued = run.state === 'queued'
      // A run that was lost after its last result has its end left to write down.
      const isIncomplete = left > 0 || run.enumerated === 0 || run.state !== 'finished'
      const hasWork = which === null ? isIncomplete : retrying > 0
      if (!isQueued && !hasWork) {
        throw new EngineError(
          'NOTHING_TO_DO',
          which === null
            ? `Every item of run ${runId} has its result, so there is nothing to resume.`
            : `Run ${runId} has no such items, so there is nothing to try again.`,
          { data: { runId, state: run.state } },
        )
      }
      begin(runId, isQueued ? 'start' : kind, retrying, startedAt)
    },
  )

  const finishEnumeration = database.transaction((runId: number, { leftOut }: EnumerationEnd) => {
    guard(runId)
    endEnumeration.run(JSON.stringify(leftOut), runId)
  })

  const finishRun = database.transaction((runId: number, end: RunEnd) => {
    // A run that waits in the queue can be cancelled, whoever put it there.
    if (find(runId).state !== 'queued') guard(runId)
    const { code, message } = end.error ?? { code: null, message: null }
    const stopReason = end.stopReason === null ? null : JSON.stringify(end.stopReason)
    const finishedAt = Math.max(end.finishedAt, selectStart.get(runId) ?? 0)
    endRun.run(end.state, finishedAt, code, message, stopReason, end.duration, runId)
    endSession.run(finishedAt, end.duration, end.state, runId)
  })

  const setPause = database.transaction((runId: number, pause: Pause | null) => {
    guard(runId)
    if (pause === null) unpauseRun.run(runId)
    else pauseRun.run(pause.reason, pause.message, Date.parse(pause.since), runId)
  })

  const reorderQueue = database.transaction((runIds: readonly number[]) => {
    const named = new Set(runIds)
    const order = [...named, ...selectQueue.all().filter((runId) => !named.has(runId))]
    for (const [index, runId] of order.entries()) orderRun.run(index + 1, runId)
  })

  function inFull(write: () => void): void {
    // The log is synced with this commit and with it every commit before, so that what a user was told is
    // finished is still there after a power cut.
    database.pragma('synchronous = FULL')
    try {
      write()
    } finally {
      database.pragma('synchronous = NORMAL')
    }
  }

  return {
    createRun: (run: NewRun) => createRun.immediate(run),
    startSession: (runId: number, kind: SessionKind, startedAt: number, which: RetrySelection | null) => {
      startSession.immediate(runId, kind, startedAt, which)
    },
    finishEnumeration: (runId: number, end: EnumerationEnd) => {
      finishEnumeration.immediate(runId, end)
    },
    finishRun: (runId: number, end: RunEnd) => {
      inFull(() => {
        finishRun.immediate(runId, end)
      })
    },
    setPause: (runId: number, pause: Pause | null) => {
      setPause.immediate(runId, pause)
    },
    reorderQueue: (runIds: readonly number[]) => {
      reorderQueue.immediate(runIds)
    },
  }
}

/** Nobody takes a run out of the hands of a process that is at work on it. */
function refuseActive(runId: number, run: WritableRun, ownerId: string): void {
  if (!isActiveState(run.state)) return
  if (run.owner !== ownerId) throw runElsewhere(runId)
  throw new EngineError('RUN_ACTIVE', `Run ${runId} is already at work.`, { data: { runId } })
}

function alreadyStarted(runId: number, run: WritableRun): EngineError {
  return new EngineError('RUN_ACTIVE', `Run ${runId} does not wait to be started any more (${run.state}).`, {
    data: { runId, state: run.state },
  })
}
