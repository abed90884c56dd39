import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetDraftSchema, presetFileSuffix, type PresetJobInput } from '../../../shared/model/preset.ts'
import { matching, temporaryStore } from '../store/fixtures/example-run.ts'
import { getPreset, listPresets, readPresetFile, savePreset, writePresetFile } from './presets.ts'

function draft(name: string, job: Partial<PresetJobInput> = {}) {
  return presetDraftSchema.parse({
    name,
    job: { task: { type: 'checksum', parameters: { algorithm: 'md5' } }, ...job },
  })
}

describe('a preset', () => {
  it('is saved with its task checked, and listed without its job', async () => {
    const store = await temporaryStore()
    const saved = await savePreset(store, draft('Hashes', { task: { type: 'checksum' } }))
    expect(saved.job.task.parameters).toEqual({ algorithm: 'sha256' })
    expect(await listPresets(store)).toEqual([
      {
        ...{ id: 1, name: 'Hashes', version: 1, origin: 'own', taskType: 'checksum', inputCount: 0 },
        ...{ createdAt: saved.createdAt, updatedAt: saved.updatedAt },
      },
    ])
    expect(await getPreset(store, { name: 'Hashes' })).toEqual(saved)
    const unknown = { code: 'PRESET_NOT_FOUND' }
    await expect(getPreset(store, { name: 'hashes' })).rejects.toMatchObject(unknown)
    await expect(getPreset(store, { id: 2 })).rejects.toMatchObject(unknown)
    await expect(savePreset(store, draft('X', { task: { type: 'cheksum' } }))).rejects.toMatchObject({
      code: 'UNKNOWN_TASK',
      message: matching(/checksum/u),
    })
    await expect(
      savePreset(store, draft('X', { task: { type: 'checksum', parameters: { algorithm: 'rot13' } } })),
    ).rejects.toMatchObject({ code: 'INVALID_PARAMETERS' })
    expect(await listPresets(store)).toHaveLength(1)
  })

  it('comes back from its file as it was', async () => {
    const store = await temporaryStore()
    const execution = {
      retries: 3,
      timeout: { timesMedian: 5 },
      stopRule: { kind: 'percent', percent: 5 },
    } as const
    const inputs = [{ kind: 'path', path: '/fotos/\uDCE9' }] as const
    const saved = await savePreset(store, draft('Ärger / "näher"', { execution, inputs: [...inputs] }))
    const { fileName, text } = writePresetFile(saved)
    expect(fileName).toBe('Ärger _ _näher_.batchyard.json')
    // What comes from a file may be somebody else's, whoever wrote it.
    const read = { name: saved.name, job: { ...saved.job, origin: 'imported' } }
    expect(readPresetFile(text)).toEqual(read)
    expect(readPresetFile(`\uFEFF${text}`)).toEqual(read)
  })

  it('has a file name that every system takes, whatever its own name', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(
        fc.oneof(name, fc.constantFrom('CON', '..', ' . ', '/', 'a\0b', 'lpt1', '‮gpj')),
        (anyName) => {
          const preset = { id: 1, version: 1, origin: 'own', createdAt: '', updatedAt: '' } as const
          const { fileName } = writePresetFile({ ...preset, name: anyName, job: draft('x').job })
          expect(fileName.endsWith(presetFileSuffix)).toBe(true)
          const stem = fileName.slice(0, -presetFileSuffix.length)
          expect(stem).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]|^[. ]|[. ]$/u)
          expect(stem.length).toBeGreaterThan(0)
          expect(['CON', 'lpt1']).not.toContain(stem)
        },
      ),
    )
  })
})

describe('the text of a preset is refused', () => {
  const file = {
    format: 'batchyard-preset',
    formatVersion: 1,
    name: 'x',
    job: { task: { type: 'checksum' } },
  }
  it.each([
    ['that is no JSON', '{', /no JSON/u],
    ['that is something else', '[]', /not a preset/u],
    ['of a newer version', JSON.stringify({ ...file, formatVersion: 2, other: 1 }), /newer version/u],
    ['with a key that is not known', JSON.stringify({ ...file, script: 'rm' }), /script/u],
    [
      'with values nested a hundred thousand deep',
      JSON.stringify({ ...file, job: '?' }).replace('"?"', '['.repeat(100_000) + ']'.repeat(100_000)),
      /nested/u,
    ],
    ['without a name', JSON.stringify({ ...file, name: ' ' }), /name/u],
    [
      'with an execution that is not valid',
      JSON.stringify({ ...file, job: { ...file.job, execution: { retries: -1 } } }),
      /job\.execution\.retries/u,
    ],
  ])('%s', (_name, text, words) => {
    expect(() => readPresetFile(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_PRESET', message: matching(words) }),
    )
  })

  it('whose task there is not', () => {
    const text = JSON.stringify({ ...file, job: { task: { type: 'unknown' } } })
    expect(() => readPresetFile(text)).toThrow(expect.objectContaining({ code: 'UNKNOWN_TASK' }))
  })
})
