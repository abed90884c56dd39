import { describe, expect, it } from 'vitest'
import { withoutPrivateOptions } from './fork-process.ts'

describe('the options of Node that a worker process inherits', () => {
  it('are those that say how modules are loaded', () => {
    const options = ['--import', './hook.ts', '--conditions=development', '--enable-source-maps']
    expect(withoutPrivateOptions(options)).toEqual(options)
  })

  it('are not those that belong to one process', () => {
    const options = ['--inspect-brk=9229', '--eval', 'start()', '-p', '1 + 1', '--max-old-space-size=4096']
    expect(withoutPrivateOptions([...options, '--no-warnings', '--watch', '--cpu-prof'])).toEqual([
      '--no-warnings',
    ])
  })

  it('are not confused by names that only begin alike', () => {
    expect(withoutPrivateOptions(['--experimental-eventsource', '--preserve-symlinks'])).toEqual([
      '--experimental-eventsource',
      '--preserve-symlinks',
    ])
  })
})
