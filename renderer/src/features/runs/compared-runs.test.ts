import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../../../shared/model/run.ts'
import { previousOf, toggleRun } from './compared-runs.ts'

type Run = Pick<RunSummary, 'id' | 'name' | 'state' | 'task'>

function run(id: number, rest: Partial<Run> = {}): Run {
  return { id, name: 'Checksums', state: 'finished', task: { type: 'checksum', parameters: {} }, ...rest }
}

describe('the runs that are compared', () => {
  it('are two at most, the older one first', () => {
    expect(toggleRun([], 7)).toEqual([7])
    expect(toggleRun([7], 3)).toEqual([3, 7])
    expect(toggleRun([3, 7], 9)).toEqual([3, 7])
    expect(toggleRun([3, 7], 3)).toEqual([7])
  })
})

describe('the run before another', () => {
  const other = { type: 'checksum', parameters: { algorithm: 'md5' } }

  it('is the newest earlier one of the same task that has ended', () => {
    const history = [run(6), run(5), run(4, { state: 'running' }), run(3, { task: other }), run(2), run(1)]
    expect(previousOf(run(5), history)?.id).toBe(2)
  })

  it('is one of the same name where no task is the same, or none', () => {
    const history = [run(3, { name: 'Else', task: other }), run(2, { task: other })]
    expect(previousOf(run(5), history)?.id).toBe(2)
    expect(previousOf(run(2), history)).toBeNull()
  })
})
