import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate } from './database.ts'
import { findDoneSql } from './done-queries.ts'
import { historySql } from './history-queries.ts'
import { itemSql } from './item-queries.ts'
import { resultSql } from './result-queries.ts'
import { runSql } from './run-queries.ts'
import { waitingSql } from './waiting-items.ts'

const itemByKey = 'SEARCH i USING PRIMARY KEY (run_id=? AND seq=?)'
const hasResult = 'SEARCH r USING COVERING INDEX results_by_item (run_id=? AND seq=?)'

function planOf(sql: string): string[] {
  const database = new Database(':memory:')
  migrate(database, ':memory:')
  const steps = database
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll(/:\w+|\?/gu, '1')}`)
    .all()
  database.close()
  return steps.map((step) => step.detail)
}

describe('a query of the reader', () => {
  it.each([
    [
      'pages of all results',
      resultSql.after,
      ['SEARCH r USING PRIMARY KEY (run_id=? AND position>?)', itemByKey],
    ],
    [
      'items without a result',
      itemSql.unfinished,
      ['SEARCH i USING PRIMARY KEY (run_id=? AND seq>?)', 'CORRELATED SCALAR SUBQUERY 1', hasResult],
    ],
    [
      'a page of what waits',
      waitingSql('TRUE'),
      ['SEARCH i USING PRIMARY KEY (run_id=? AND seq>?)', 'CORRELATED SCALAR SUBQUERY 1', hasResult],
    ],
    ['items to be retried', itemSql.toRetry, ['SEARCH t USING PRIMARY KEY (run_id=? AND seq>?)', itemByKey]],
    [
      'the result of an item',
      historySql.resultOfItem,
      ['SEARCH r USING INDEX results_by_item (run_id=? AND seq=?)', itemByKey],
    ],
    [
      'the attempts at an item',
      historySql.attempts,
      ['SEARCH attempts USING PRIMARY KEY (run_id=? AND seq=?)'],
    ],
    [
      'the log of an item',
      historySql.log,
      ['SEARCH logs USING INDEX logs_by_attempt (run_id=? AND seq=? AND attempt<?)'],
    ],
    [
      'a page of the history',
      runSql.before,
      ['SEARCH runs USING INTEGER PRIMARY KEY (rowid<?)', 'SEARCH jobs USING INTEGER PRIMARY KEY (rowid=?)'],
    ],
  ])('finds %s by the right index, with nothing to sort', (_name, sql, plan) => {
    expect(planOf(sql)).toEqual(plan)
  })

  it.each([
    ['from the start', resultSql.ofStatusFromStart],
    ['from the end', resultSql.ofStatusFromEnd],
  ])('counts along the narrow index to a page of one status, %s', (_name, sql) => {
    const plan = planOf(sql)
    expect(plan).toContain('SEARCH results USING COVERING INDEX results_by_status (run_id=? AND status=?)')
    expect(plan).toContain('SEARCH r USING PRIMARY KEY (run_id=? AND position=?)')
    expect(plan).toContain(itemByKey)
    // What is sorted is the page, not what lies before it.
    expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual(['SCAN p'])
  })

  it('groups failures along the index of causes', () => {
    expect(planOf(historySql.causes)[0]).toBe(
      'SEARCH results USING COVERING INDEX results_by_cause (run_id=? AND cause>?)',
    )
  })

  it('finds what was done before by its hash alone', () => {
    const plan = planOf(findDoneSql)
    expect(plan[0]).toBe('SEARCH d USING PRIMARY KEY (key=?)')
    expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([])
  })
})
