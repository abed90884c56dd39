import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { argumentRoom, argumentWeight } from './argument-room.ts'

describe.runIf(process.platform !== 'win32')('the room for arguments', () => {
  it('is what bytes, ends and addresses of arguments and environment leave', () => {
    expect(argumentWeight('é')).toBe(2 + 9)
    // An odd byte that is no UTF-8 is one byte.
    expect(argumentWeight('\udcff')).toBe(1 + 9)
    const bare = argumentRoom([], {})
    expect(bare).toBeLessThan(131_072 - 4_096)
    expect(argumentRoom(['ls', '-l'], {})).toBe(bare - argumentWeight('ls') - argumentWeight('-l'))
    expect(argumentRoom([], { BATCHYARD_TEST: 'x'.repeat(200_000) })).toBeLessThan(0)
  })

  it('is never more than the system has', () => {
    const words = ['printf', '%s', 'some']
    const room = argumentRoom(words, {})
    const each = 'x'.repeat(1_000)
    const all = Array.from({ length: Math.floor(room / argumentWeight(each)) }, () => each)
    expect(execFileSync('true', all, { stdio: 'pipe' }).length).toBe(0)
    // The whole budget in names of one letter, which need more room than their letters.
    const small = Array.from({ length: Math.floor(room / argumentWeight('x')) }, () => 'x')
    expect(execFileSync('true', small, { stdio: 'pipe' }).length).toBe(0)
  })
})
