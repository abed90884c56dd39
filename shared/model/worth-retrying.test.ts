import { expect, it } from 'vitest'
import { isWorthRetrying } from './worth-retrying.ts'

it('tries again what may pass by itself, and nothing that it does not know', () => {
  expect(['READ_FAILED', 'WORKER_DIED', 'TIMEOUT', 'BUSY', 'TASK_FAILED'].every(isWorthRetrying)).toBe(true)
  const hopeless = [
    'NOT_FOUND',
    'PERMISSION_DENIED',
    'NOT_A_FILE',
    'LINK_LOOP',
    'NAME_TOO_LONG',
    'ENDED_BY_USER',
  ]
  expect([...hopeless, 'UNKNOWN', 'toString', ''].some(isWorthRetrying)).toBe(false)
})
