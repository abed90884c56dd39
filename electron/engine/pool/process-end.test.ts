import { describe, expect, it } from 'vitest'
import { describeProcessEnd } from './process-end.ts'

const end = { code: null, signal: null, ranOutOfMemory: false, errorOutput: '' }
const circumstances = { endedByPool: false, wasReady: true }

describe('how a worker process ended', () => {
  it.each([
    [{ ...end, code: 3 }, 'exited with code 3'],
    [{ ...end, signal: 'SIGKILL' }, 'was ended by signal SIGKILL'],
    [{ ...end, signal: 'SIGSEGV' }, 'crashed (SIGSEGV)'],
    [{ ...end, code: 0xc0000005 }, 'crashed (0xC0000005)'],
    [{ ...end, signal: 'SIGABRT', ranOutOfMemory: true }, 'ran out of memory'],
    [new Error('EAGAIN'), 'could not be created: Error: EAGAIN'],
  ])('is said in words: %j', (ended, how) => {
    expect(describeProcessEnd(ended, circumstances)).toMatchObject({ how })
  })

  it('is the doing of the pool where the pool did it', () => {
    const ended = describeProcessEnd({ ...end, signal: 'SIGKILL' }, { endedByPool: true, wasReady: true })
    expect(ended).toMatchObject({ how: 'was ended by the pool', isForeign: false })
  })

  it('is explained by what was printed, where the worker could not say it otherwise', () => {
    const errorOutput = 'file:///entry.ts:1\nthrow …\n^\n\nTypeError: no such thing\n    at entry.ts:1:7\n'
    const failed = { ...end, code: 1, errorOutput }
    expect(describeProcessEnd(failed, { endedByPool: false, wasReady: false }).how).toBe(
      'exited with code 1 (TypeError: no such thing)',
    )
    expect(describeProcessEnd(failed, circumstances).how).toBe('exited with code 1')
  })

  it('is foreign where somebody else sent the signal', () => {
    expect(describeProcessEnd({ ...end, signal: 'SIGTERM' }, circumstances).isForeign).toBe(true)
    expect(describeProcessEnd({ ...end, signal: 'SIGBUS' }, circumstances).isForeign).toBe(false)
  })
})
