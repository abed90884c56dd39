import { describe, expect, it } from 'vitest'
import { presetJobSchema } from '../../../shared/model/preset.ts'
import { parseJobRequest } from './run-request.ts'

const preset = presetJobSchema.parse({
  inputs: [{ kind: 'path', path: '/photos' }],
  task: { type: 'checksum', parameters: { algorithm: 'md5' } },
  execution: { mode: 'imap', retries: 3 },
})

describe('a job from a preset', () => {
  it('is as the preset has it', () => {
    expect(parseJobRequest([], {}, preset)).toMatchObject({
      inputs: null,
      presetInputs: [{ kind: 'path', path: '/photos' }],
      task: { type: 'checksum', parameters: { algorithm: 'md5' } },
      execution: { mode: 'imap', retries: 3, chunkSize: 'auto' },
    })
  })

  it('gives way to what is given beside it', () => {
    const raw = { task: 'checksum', param: ['algorithm=sha1'], input: ['a'], retries: '0', chunkSize: '7' }
    expect(parseJobRequest(['b'], raw, preset)).toMatchObject({
      inputs: { texts: ['a', 'b'] },
      task: { type: 'checksum', parameters: { algorithm: 'sha1' } },
      execution: { mode: 'imap', retries: 0, chunkSize: 7 },
    })
  })

  it('does not take another task', () => {
    expect(() => parseJobRequest([], { task: 'resize' }, preset)).toThrow("the preset's task is checksum")
  })

  it('needs inputs, be they in the preset or beside it', () => {
    expect(() => parseJobRequest([], {}, { ...preset, inputs: [] })).toThrow('an input is needed')
    expect(parseJobRequest([], {}, { ...preset, inputs: [] }, { inputs: 'optional' }).inputs).toBeNull()
  })
})
