import { expect, test } from 'vitest'
import { taskFault } from './task-fault.ts'

test.each([
  {
    error: { code: 'INVALID_PARAMETERS', data: { task: 'script', parameter: 'source', line: 2, column: 9 } },
    fault: { parameter: 'source', at: { line: 2, column: 9 } },
  },
  {
    error: { code: 'INVALID_PARAMETERS', data: { parameter: 'source', line: 3 } },
    fault: { parameter: 'source', at: { line: 3, column: 1 } },
  },
  {
    error: { code: 'INVALID_PARAMETERS', data: { parameter: 'pattern' } },
    fault: { parameter: 'pattern', at: null },
  },
])('the place of a fault: $fault', ({ error, fault }) => {
  expect(taskFault({ ...error, message: 'Wrong.' })).toEqual({ ...fault, message: 'Wrong.' })
})

test.each([
  { code: 'NOT_TRUSTED', data: { parameter: 'source' } },
  { code: 'INVALID_PARAMETERS', data: null },
  { code: 'INVALID_PARAMETERS', data: { parameter: null } },
])('is none of a parameter: %o', (error) => {
  expect(taskFault({ ...error, message: '' })).toBeNull()
})
