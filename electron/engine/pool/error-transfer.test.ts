import { describe, expect, it } from 'vitest'
import { recordError, restoreError } from './error-transfer.ts'

function transfer(thrown: unknown): Error {
  return restoreError(structuredClone(recordError(thrown)))
}

describe('an error that travels', () => {
  it('keeps its name, message, stack and own fields', () => {
    class SpecialError extends Error {
      override readonly name = 'SpecialError'
      readonly path = '/a'
      readonly when = new Date(5)
      readonly bad = (): void => {}
    }
    const error = new SpecialError('it broke')
    const arrived = transfer(error)
    expect(arrived).toBeInstanceOf(Error)
    expect(arrived.name).toBe('SpecialError')
    expect(arrived.message).toBe('it broke')
    expect(arrived.stack).toBe(error.stack)
    expect(Object.entries(arrived)).toEqual([
      ['path', '/a'],
      ['when', new Date(5)],
    ])
  })

  it.each([TypeError, RangeError, SyntaxError])('is still a %o', (StandardError) => {
    expect(transfer(new StandardError('x'))).toBeInstanceOf(StandardError)
  })

  it('keeps the chain of its causes, as far as is reasonable', () => {
    const circular = new Error('round')
    circular.cause = circular
    let depth = 0
    for (let error: unknown = transfer(circular); error instanceof Error; error = error.cause) depth += 1
    expect(depth).toBe(9)
    expect(transfer(new Error('x', { cause: { code: 5 } })).cause).toEqual({ code: 5 })
    expect(transfer(new Error('x', { cause: () => {} })).cause).toBeUndefined()
  })

  it('keeps the errors of an aggregate', () => {
    const arrived = transfer(new AggregateError([new TypeError('a'), 'b'], 'both'))
    if (!(arrived instanceof AggregateError)) throw arrived
    expect(arrived.message).toBe('both')
    expect(arrived.errors).toMatchObject([{ name: 'TypeError', message: 'a' }, { cause: 'b' }])
  })

  it.each([undefined, null, 0, 'text', { a: 1 }, Symbol('s'), () => {}])('is made of %o too', (thrown) => {
    const arrived = transfer(thrown)
    expect(arrived).toBeInstanceOf(Error)
    expect(arrived.message).toContain('not an error')
  })
})
