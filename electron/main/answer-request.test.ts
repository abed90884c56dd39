import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerRequest, DesktopError } from './answer-request.ts'

const ownFrame = { url: 'app://batchyard/', parent: null }
const schema = z.tuple([z.string().max(5)])

/** Answers a request and tells whether the work was done, and what was logged. */
async function answer(
  frame: Parameters<typeof answerRequest>[0],
  parameters: readonly unknown[],
  work: (text: string) => unknown = (text) => text.toUpperCase(),
) {
  const done: string[] = []
  const logged: unknown[] = []
  const reply = await answerRequest(
    frame,
    parameters,
    schema,
    ([text]) => {
      done.push(text)
      return work(text)
    },
    (error) => logged.push(error),
  )
  return { reply, done, logged }
}

describe('answerRequest', () => {
  it('answers the interface', async () => {
    const { reply } = await answer(ownFrame, ['abc'])
    expect(reply).toEqual({ ok: true, data: 'ABC' })
  })

  it.each([
    ['a page of another origin', { url: 'https://example.org/', parent: null }],
    ['a page whose address begins like the own one', { url: 'app://batchyard.example/', parent: null }],
    ['a frame in the page', { url: 'app://batchyard/', parent: {} }],
    ['an empty address', { url: '', parent: null }],
    ['a frame that is gone', null],
  ])('does nothing for %s', async (_, frame) => {
    const { reply, done } = await answer(frame, ['abc'])
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    expect(done).toEqual([])
  })

  it.each([
    ['no argument', []],
    ['an argument of another type', [3]],
    ['an argument that is too long', ['abcdef']],
    ['more arguments than asked for', ['abc', 'def']],
    ['an object with a prototype of its own', [{ toString: () => 'abc' }]],
  ])('does nothing for %s', async (_, parameters) => {
    const { reply, done } = await answer(ownFrame, parameters)
    expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    expect(done).toEqual([])
  })

  it('answers a foreseen error with its code and message', async () => {
    const { reply, logged } = await answer(ownFrame, ['abc'], () => {
      throw new DesktopError('NOT_FOUND', 'abc is no longer there.')
    })
    expect(reply).toEqual({ ok: false, error: { code: 'NOT_FOUND', message: 'abc is no longer there.' } })
    expect(logged).toEqual([])
  })

  it('logs an unforeseen error and keeps its text from the page', async () => {
    const cause = new Error('secret detail')
    const { reply, logged } = await answer(ownFrame, ['abc'], () => Promise.reject(cause))
    expect(reply).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(logged).toEqual([cause])
  })
})
