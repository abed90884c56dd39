import { describe, expect, it } from 'vitest'
import type { RetrySelection } from '../../../shared/model/session.ts'
import { parseSelection, type RawRetryOptions } from './resume.ts'

function raw(options: Partial<RawRetryOptions>): RawRetryOptions {
  return { escapeFormulas: true, ...options }
}

describe('what is tried again', () => {
  it.each<[Partial<RawRetryOptions>, RetrySelection]>([
    [{}, { kind: 'failed' }],
    [{ failed: true }, { kind: 'failed' }],
    [{ cause: '0kx3f8a1b2c' }, { kind: 'cause', cause: '0kx3f8a1b2c' }],
    [{ items: '3' }, { kind: 'items', seqs: [3] }],
    [{ items: '3, 7,20-23,7' }, { kind: 'items', seqs: [3, 7, 20, 21, 22, 23] }],
  ])('%o', (options, selection) => {
    expect(parseSelection(raw(options))).toEqual(selection)
  })

  it.each<[Partial<RawRetryOptions>, string]>([
    [{ failed: true, items: '3' }, 'give one of them'],
    [{ cause: '' }, '--cause needs the id of a cause'],
    [{ items: '' }, '--items : expected the numbers of files'],
    [{ items: '0' }, '--items 0: expected'],
    [{ items: '3,' }, '--items 3,: expected'],
    [{ items: '7-3' }, '--items 7-3: expected'],
    [{ items: 'a.jpg' }, '--items a.jpg: expected'],
    [{ items: '1-999999999' }, 'at most 100,000'],
  ])('%o is refused', (options, message) => {
    expect(() => parseSelection(raw(options))).toThrow(message)
  })
})
