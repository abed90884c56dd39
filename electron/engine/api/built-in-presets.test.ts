import { describe, expect, it } from 'vitest'
import { findTaskType } from '../tasks/registry.ts'
import { readBuiltInPresets } from './built-in-presets.ts'

const folder = new URL('../../../resources/presets/', import.meta.url)

describe('the presets that come with the product', () => {
  it('are each understood, with parameters that their task types have', async () => {
    const presets = await readBuiltInPresets(folder)
    const names = presets.map((preset) => preset.name)
    expect(names).toEqual(expect.arrayContaining(['Find duplicates', 'Photos for the web', 'Thumbnails']))
    expect(names).toEqual(names.toSorted())
    expect(new Set(presets.map((preset) => preset.id)).size).toBe(presets.length)
    for (const { job } of presets) {
      const { parameters } = findTaskType(job.task.type)
      expect(parameters.parse(job.task.parameters)).toEqual(job.task.parameters)
      // What is to be worked on is chosen each time.
      expect(job.inputs).toEqual([])
    }
  })

  it('are none where the product comes with none', async () => {
    expect(await readBuiltInPresets(null)).toEqual([])
  })
})
