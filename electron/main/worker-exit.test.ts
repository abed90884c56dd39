import { describe, expect, it } from 'vitest'
import { workerEnd } from './worker-exit.ts'

describe('workerEnd', () => {
  it.each([
    ['an exit by itself', 3, null, '', { code: 3, signal: null, ranOutOfMemory: false }],
    ['an abnormal exit', 1, 'abnormal-exit', '', { code: 1, signal: null, ranOutOfMemory: false }],
    ['a kill', 9, 'killed', '', { code: null, signal: 'SIGKILL', ranOutOfMemory: false }],
    ['a crash', 139, 'crashed', '', { code: null, signal: 'SIGSEGV', ranOutOfMemory: false }],
    ['no memory', 5, 'oom', '', { code: 5, signal: null, ranOutOfMemory: true }],
    [
      'no memory for V8',
      133,
      'crashed',
      'FATAL ERROR: heap out of memory',
      { code: null, signal: 'SIGSEGV', ranOutOfMemory: true },
    ],
  ] as const)('tells %s', (_, code, reason, output, end) => {
    expect(workerEnd(code, reason, output)).toEqual({ ...end, errorOutput: output })
  })
})
