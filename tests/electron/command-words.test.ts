import { describe, expect, it } from 'vitest'
import { isCommandLine } from '../../electron/main/command-words.ts'
import { command } from '../support/command.ts'

describe('isCommandLine', () => {
  it('knows every command that the command line tells of', async () => {
    const { text } = await command(['--help'])
    // Two spaces, a name, its arguments or more spaces.
    const told = [...text.matchAll(/^ {2}([a-z]+)(?=[ |[])/gmu)].map(([, name = '']) => name)
    expect(told).toContain('run')
    expect(told).toContain('doctor')
    expect(told.filter((name) => !isCommandLine([name]))).toEqual([])
  })

  it.each([[], ['photo.jpg'], ['./run'], ['/home/run'], ['--no-sandbox'], ['Run'], ['']])(
    'takes %j for files to open',
    (...words) => {
      expect(isCommandLine(words)).toBe(false)
    },
  )
})
