import { copyFile } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command } from '../../tests/support/command.ts'
import { temporaryFolder, type TemporaryFolder } from '../../tests/support/temporary-folder.ts'
import { judge, type Circumstances } from './judge.ts'
import { createRandom } from './random.ts'
import { makeTree } from './tree.ts'

describe('the judge of the crash drill', () => {
  let folder: TemporaryFolder
  let circumstances: Circumstances

  beforeAll(async () => {
    folder = await temporaryFolder()
    const tree = await makeTree(folder.at('tree'), 60, createRandom(1))
    const inputs = tree.inputs.flatMap((input) => (input.kind === 'path' ? ['--input', input.path] : []))
    const end = await command(['run', '--task', 'checksum', ...inputs, '--data-dir', folder.at('data')])
    expect(end.exitCode).toBe(1)
    circumstances = {
      tree,
      announced: { run: 1, done: 63 },
      complete: true,
      workersKilled: 0,
      outputFolder: null,
    }
  })
  afterAll(async () => {
    await folder[Symbol.asyncDispose]()
  })

  it('finds nothing wrong with a run that nobody disturbed', () => {
    expect(judge(folder.at('data', 'batchyard.db'), circumstances)).toEqual({
      run: { id: 1, state: 'finished', enumerated: true, items: 63, results: 63 },
      lostWorkers: 0,
      faults: [],
    })
  })

  it.each([
    ['a lost result', 'DELETE FROM results WHERE seq = 5', /1 items have no result/u],
    [
      'a lost item',
      'DELETE FROM results WHERE seq = 63; DELETE FROM items WHERE seq = 63',
      /1 items were lost/u,
    ],
    [
      'an invented item',
      `INSERT INTO items (run_id, seq, path, size) VALUES (1, 64, '/nowhere', 1)`,
      /item 64 was invented/u,
    ],
    [
      'an item twice',
      'INSERT INTO items (run_id, seq, path, size) SELECT 1, 64, path, size FROM items WHERE seq = 3',
      /item 64 is there a second time/u,
    ],
    [
      'the result of another file',
      `UPDATE results SET result_values = '["00"]' WHERE seq = 7`,
      /item 7, .*: it says \["00"\]/u,
    ],
    ['a wrong size', 'UPDATE items SET size = size + 1 WHERE seq = 9', /item 9 has the size/u],
    ['a wrong count', 'UPDATE runs SET succeeded = succeeded - 1', /the run says 59 succeeded, and 60 are/u],
    ['wrong bytes', 'UPDATE runs SET done_bytes = done_bytes + 1', /bytes done/u],
    [
      'a lost worker that nobody killed',
      `UPDATE results SET error_code = 'WORKER_DIED' WHERE error_code IS NOT NULL AND seq =
         (SELECT min(seq) FROM results WHERE error_code IS NOT NULL)`,
      /1 items lost their worker where 0 workers were killed/u,
    ],
    [
      'a run that says it was interrupted',
      `UPDATE runs SET state = 'interrupted'`,
      /at its end the run is interrupted/u,
    ],
    [
      'a session too many',
      `INSERT INTO sessions (run_id, session, kind, owner, started_at) VALUES (1, 2, 'resume', 'x', 1)`,
      /the run says 1 sessions, and 2 are there/u,
    ],
    [
      'a session without an end',
      'UPDATE sessions SET ended_at = NULL, end_state = NULL',
      /session 1 ended as null where finished is right/u,
    ],
    [
      'a try that is missing',
      'UPDATE results SET attempt = 2 WHERE seq = 4',
      /item 4 ended with try 2 after 0/u,
    ],
    [
      'a gap between results',
      'UPDATE results SET position = 64 WHERE position = 63',
      /the result after 62 stands at 64/u,
    ],
    ['no run', 'DELETE FROM runs', /a run was announced and is not in the database/u],
  ])('finds %s', async (_name, sql, fault) => {
    await copyFile(folder.at('data', 'batchyard.db'), folder.at('tampered.db'))
    const database = new Database(folder.at('tampered.db'))
    database.pragma('foreign_keys = OFF')
    if (sql.startsWith('DELETE FROM runs')) database.pragma('foreign_keys = ON')
    database.exec(sql)
    database.close()
    const { faults } = judge(folder.at('tampered.db'), circumstances)
    expect(faults.join('\n')).toMatch(fault)
  })

  it('finds that more was announced than is there', () => {
    const { faults } = judge(folder.at('data', 'batchyard.db'), {
      ...circumstances,
      announced: { run: 1, done: 64 },
    })
    expect(faults).toEqual(['64 results were announced, and 63 are there'])
  })

  it('finds a damaged file', async () => {
    await copyFile(folder.at('data', 'batchyard.db'), folder.at('damaged.db'))
    const database = new Database(folder.at('damaged.db'))
    database.unsafeMode(true)
    database.exec(`PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'results_by_item'`)
    database.close()
    const { faults } = judge(folder.at('damaged.db'), circumstances)
    expect(faults.join('\n')).toMatch(/the integrity check says/u)
  })
})
