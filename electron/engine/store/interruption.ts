import type Database from 'better-sqlite3'

/** Makes the runs that a store has in hand `interrupted`: when it closes, or when it was seen to be gone. */
export type Interrupter = (owner: string) => void

export function createInterrupter(database: Database.Database): Interrupter {
  // The last thing that an interrupted run wrote down tells how long it went on. The time it spent is better
  // told by its throughput, whose clock no change of the time of day disturbs.
  const interruptRuns = database.prepare<[string], { readonly id: number }>(
    `UPDATE runs SET state = 'interrupted', pause_reason = NULL, pause_message = NULL, paused_at = NULL,
       finished_at = max(
         coalesce((SELECT s.started_at FROM sessions AS s WHERE s.run_id = runs.id AND s.session = runs.sessions),
           started_at),
         coalesce((SELECT r.started_at + r.duration FROM results AS r WHERE r.run_id = runs.id
           ORDER BY r.position DESC LIMIT 1), started_at))
     WHERE owner = ? AND state IN ('running', 'paused') RETURNING id`,
  )
  const endSession = database.prepare<[number]>(
    `UPDATE sessions SET end_state = 'interrupted',
       ended_at = (SELECT finished_at FROM runs WHERE id = run_id),
       duration = coalesce(
         (SELECT max(0, max(t.at) - r.time_spent) FROM runs AS r JOIN throughput AS t ON t.run_id = r.id
          WHERE r.id = sessions.run_id),
         (SELECT max(0, finished_at - sessions.started_at) FROM runs WHERE id = run_id))
     WHERE run_id = ? AND ended_at IS NULL`,
  )
  const addTime = database.prepare<[number]>(
    `UPDATE runs SET time_spent = coalesce((SELECT sum(duration) FROM sessions WHERE run_id = runs.id), time_spent) WHERE id = ?`,
  )
  const interrupt = database.transaction((owner: string) => {
    for (const { id: runId } of interruptRuns.all(owner)) {
      endSession.run(runId)
      addTime.run(runId)
    }
  })
  return (owner) => {
    interrupt.immediate(owner)
  }
}
