import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { executionSchema } from '../../../shared/model/job.ts'
import { freshSettings, readSettings, settingsOf } from './job-settings.ts'

describe('readSettings', () => {
  it('reads back what was written', () => {
    const settings = {
      ...freshSettings(),
      mode: 'imap' as const,
      workers: '3',
      parameters: { algorithm: 'md5' },
      origin: 'imported' as const,
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

describe('settingsOf', () => {
  it('gives those of a job back, limits and all', () => {
    const execution = executionSchema.parse({
      mode: 'imap',
      chunkSize: 7,
      workers: 3,
      timeout: 1_500,
      retries: 2,
      stopRule: { kind: 'percent', percent: 12.5, then: 'cancel' },
      skipDone: true,
    })
    expect(
      settingsOf({ task: { type: 'wait', parameters: { seconds: 1 } }, execution, origin: 'imported' }),
    ).toMatchObject({
      taskType: 'wait',
      parameters: { seconds: 1 },
      origin: 'imported',
      mode: 'imap',
      chunking: 'fixed',
      chunkSize: '7',
      workers: '3',
      timeout: 'fixed',
      timeoutSeconds: '1.5',
      retries: '2',
      stop: 'percent',
      stopPercent: '12.5',
      stopThen: 'cancel',
      skipDone: true,
    })
  })

  it('of a plain job are those of a first one', () => {
    const task = { type: 'checksum', parameters: {} }
    const execution = executionSchema.parse({})
    expect(settingsOf({ task, execution, origin: 'own' })).toEqual(freshSettings())
  })
})
