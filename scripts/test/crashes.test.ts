import { describe, expect, it } from 'vitest'
import { crashReportSchema, findCrashes } from './crashes.ts'

function processEnd(how: string): unknown {
  return {
    message: '[vitest-pool]: Worker forks emitted error.',
    cause: { message: `Worker exited unexpectedly ${how}` },
  }
}

const during = 'during started state while running test file /project/a b.test.ts'

describe('findCrashes', () => {
  it('finds a file whose process the runtime has ended', () => {
    const found = findCrashes([processEnd(`with signal SIGTRAP ${during}`)])
    expect(found).toEqual({ crashes: [{ file: '/project/a b.test.ts', signal: 'SIGTRAP' }], others: 0 })
    expect(crashReportSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found)
  })

  it.each([
    ['ran out of memory', processEnd(`with signal SIGABRT ${during}`)],
    ['exited by itself', processEnd(`with exit code 1 ${during}`)],
    ['was killed', processEnd(`with signal SIGKILL ${during}`)],
    ['threw outside of a test', new Error('Worker exited unexpectedly with signal SIGTRAP')],
    ['threw what is no error', 'with signal SIGTRAP'],
  ])('takes a process that %s for no crash', (_, error) => {
    expect(findCrashes([error])).toEqual({ crashes: [], others: 1 })
  })
})
