import { describe, expect, it } from 'vitest'
import { engineEnvironment } from './engine-environment.ts'

describe('engineEnvironment', () => {
  it('keeps what the user has set for the commands they run', () => {
    const environment = { PATH: '/usr/bin', HOME: '/home/ada', JAVA_HOME: '/opt/java', LC_ALL: 'C.UTF-8' }
    expect(engineEnvironment(environment)).toEqual(environment)
  })

  it.each([
    'NODE_OPTIONS',
    'NODE_PATH',
    'node_options',
    'ELECTRON_RUN_AS_NODE',
    'npm_config_registry',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'DEBUG',
  ])('leaves out %s', (name) => {
    expect(engineEnvironment({ [name]: 'x', KEPT: 'y' })).toEqual({ KEPT: 'y' })
  })

  it('leaves out names without a value', () => {
    expect(engineEnvironment({ EMPTY: undefined, SET: '' })).toEqual({ SET: '' })
  })
})
