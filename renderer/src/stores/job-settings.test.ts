import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshSettings, readSettings } from './job-settings.ts'

describe('readSettings', () => {
  it('reads back what was written', () => {
    const settings = {
      ...freshSettings(),
      mode: 'imap' as const,
      workers: '3',
      parameters: { algorithm: 'md5' },
    }
    expect(readSettings(JSON.stringify(settings))).toEqual(settings)
  })

  it('makes usable settings of anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const settings = readSettings(text)
        expect(['imap', 'imap-unordered']).toContain(settings.mode)
        expect(['auto', 'fixed']).toContain(settings.chunking)
        expect(typeof settings.workers).toBe('string')
      }),
    )
  })
})
