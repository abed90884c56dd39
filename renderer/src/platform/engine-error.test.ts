import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { shownError } from './engine-error.ts'

describe('shownError', () => {
  it('keeps code, message and data of the engine', () => {
    const error = new ORPCError('DISK_FULL', { message: 'The volume is full.', data: { path: '/home' } })
    expect(shownError(error)).toEqual({
      code: 'DISK_FULL',
      message: 'The volume is full.',
      data: { path: '/home' },
    })
  })

  it('knows a call that the connection did not survive', () => {
    expect(shownError(new Error('Cannot send message, WebSocket is not open.')).code).toBe('CONNECTION_LOST')
    expect(shownError(new DOMException('Peer was closed', 'AbortError')).code).toBe('CONNECTION_LOST')
  })

  it('says of anything else what it is', () => {
    expect(shownError(new TypeError('odd'))).toEqual({ code: 'UNKNOWN', message: 'odd', data: null })
    expect(shownError('odd')).toEqual({ code: 'UNKNOWN', message: 'odd', data: null })
  })
})
