import { describe, expect, it } from 'vitest'
import { drill } from '../../scripts/drill/drill.ts'

describe.runIf(process.platform !== 'win32')('a short crash drill', () => {
  it('loses nothing, invents nothing and leaves nothing behind', { timeout: 300_000 }, async () => {
    const outcome = await drill({ kills: 25, seed: 4, files: 1_000 })
    expect(outcome.faults).toEqual([])
    // Two that were ordered together may both hit.
    expect(outcome.kills.length).toBeGreaterThanOrEqual(25)
    for (const kind of ['engine', 'all processes', 'worker'] as const) {
      expect(outcome.kills.filter((kill) => kill.kind === kind).length).toBeGreaterThan(0)
    }
    expect(outcome.resumes).toBeGreaterThan(5)
  })
})
