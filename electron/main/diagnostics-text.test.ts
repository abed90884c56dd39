import { describe, expect, it } from 'vitest'
import { diagnosticsText } from './diagnostics-text.ts'

const installation = {
  version: '1.2.3',
  isPackaged: true,
  versions: { electron: '45.4.1', chrome: '150', node: '24.1.0' },
  system: 'linux 6.1 x64',
  engine: 'ready, generation 2',
  log: '2026 main: /home/anna/pictures could not be read',
  homeFolder: '/home/anna',
}

describe('diagnosticsText', () => {
  it('tells versions, system, engine and the end of the log', () => {
    expect(diagnosticsText(installation)).toBe(
      [
        'Batchyard 1.2.3',
        'Electron 45.4.1, Chromium 150, Node 24.1.0',
        'linux 6.1 x64',
        'Engine: ready, generation 2',
        '',
        'The end of the log:',
        '2026 main: ~/pictures could not be read',
      ].join('\n'),
    )
  })

  it('does not name the home folder', () => {
    expect(diagnosticsText(installation)).not.toContain('anna')
  })
})
