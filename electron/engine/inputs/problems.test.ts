import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isItemErrorCode } from '../../../shared/contract/errors.ts'
import { describeProblem, notAFile, quotePath } from './problems.ts'

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: the text of the system, open '/somewhere'`), { code })
}

describe('describeProblem', () => {
  it.each([
    ['ENOENT', 'NOT_FOUND'],
    ['ENOTDIR', 'NOT_FOUND'],
    ['ERR_INVALID_ARG_VALUE', 'NOT_FOUND'],
    ['EACCES', 'PERMISSION_DENIED'],
    ['EPERM', 'PERMISSION_DENIED'],
    ['ELOOP', 'LINK_LOOP'],
    ['ENAMETOOLONG', 'NAME_TOO_LONG'],
    ['EISDIR', 'NOT_A_FILE'],
    ['ENXIO', 'NOT_A_FILE'],
    ['EBUSY', 'READ_FAILED'],
    ['EMFILE', 'READ_FAILED'],
    ['EIO', 'READ_FAILED'],
    ['EWHATEVER', 'READ_FAILED'],
  ])('turns %s into %s and names the file', (reason, code) => {
    const problem = describeProblem(systemError(reason), '/photos/a.jpg')
    expect(problem.code).toBe(code)
    expect(problem.message).toContain('"/photos/a.jpg"')
  })

  it('says in words what the system reported where it has no sentence of its own', () => {
    expect(describeProblem(systemError('EIO'), '/a').message).toBe('"/a" could not be read: i/o error (EIO).')
    expect(describeProblem(new Error('out of luck'), '/a').message).toBe(
      '"/a" could not be read: out of luck.',
    )
    expect(describeProblem('odd', '/a').message).toBe('"/a" could not be read: odd.')
  })

  it('gives one line without control characters, whatever the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (path) => {
        const { code, message } = describeProblem(systemError('ENOENT'), path)
        expect(isItemErrorCode(code)).toBe(true)
        expect(message).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/u)
        expect(message.length).toBeLessThan(2_600)
      }),
    )
  })
})

describe('quotePath', () => {
  it('shows line ends and bytes that are not UTF-8 as escapes', () => {
    expect(quotePath('/a\nb\udcff')).toBe('"/a\\x0Ab\\xFF"')
  })

  it('leaves out the middle of a very long path', () => {
    const quoted = quotePath(`/begin${'x'.repeat(5_000)}end`)
    expect(quoted).toMatch(/^"\/begin.*…x+end"$/u)
    expect(quoted.length).toBeLessThan(410)
  })
})

describe('notAFile', () => {
  it('says what it is instead', () => {
    expect(notAFile('/p', 'FIFO')).toEqual({
      code: 'NOT_A_FILE',
      message: '"/p" is a FIFO, not a file, so it has no content to read.',
    })
  })
})
