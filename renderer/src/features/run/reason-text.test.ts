import { describe, expect, it } from 'vitest'
import { withoutLeadingPath } from './reason-text.ts'

describe('withoutLeadingPath', () => {
  it('takes off the path that stands in the row already', () => {
    expect(withoutLeadingPath('"/tmp/a" could not be read: i/o error (EIO).')).toBe(
      'Could not be read: i/o error (EIO).',
    )
    expect(withoutLeadingPath('"/tmp/say "yes".txt" is a socket, not a file.')).toBe(
      'Is a socket, not a file.',
    )
  })

  it('leaves every other message as it is', () => {
    expect(withoutLeadingPath('exit code 3')).toBe('exit code 3')
    expect(withoutLeadingPath('"quoted"')).toBe('"quoted"')
  })
})
