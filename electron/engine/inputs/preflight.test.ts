import { describe, expect, it } from 'vitest'
import { inputFilterSchema, noFilter } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import type { AcceptedItems } from '../tasks/task-type.ts'
import { TemporaryTree } from './fixtures/temporary-tree.ts'
import { refuseHopelessInputs } from './preflight.ts'

function refusal(inputs: readonly InputSource[], accepts: AcceptedItems = 'files'): Promise<void> {
  return refuseHopelessInputs({ inputs: [...inputs], filter: noFilter }, accepts)
}

describe('refuseHopelessInputs', () => {
  it('lets inputs through of which one exists, and refuses those of which none does', async () => {
    using tree = new TemporaryTree()
    const [there, gone] = [tree.file('there'), tree.at('gone')]
    await refusal([
      { kind: 'path', path: gone },
      { kind: 'path', path: there },
    ])
    await expect(refusal([{ kind: 'path', path: gone }])).rejects.toMatchObject({
      code: 'NO_INPUT',
      message: `${gone} does not exist.`,
    })
  })

  it('refuses a list that is not there, and a CSV file without the column', async () => {
    using tree = new TemporaryTree()
    const list = { kind: 'list', path: tree.at('gone'), separator: 'newline', base: tree.root } as const
    await expect(refusal([list])).rejects.toMatchObject({ code: 'NO_INPUT', message: /cannot be read/u })
    const rest = { kind: 'csv', header: false, delimiter: 'auto', base: tree.root } as const
    const csv = { ...rest, path: tree.file('csv', 'a,b\n1,2\n') }
    await refusal([{ ...csv, column: 'b' }])
    await expect(refusal([{ ...csv, column: 'c' }])).rejects.toMatchObject({
      code: 'NO_INPUT',
      message: /it has no column "c"; its columns are "a", "b"\.$/u,
    })
  })

  it('refuses a relative path, though there may be such a file where the engine happens to be', async () => {
    const relative: InputSource[] = [
      { kind: 'path', path: 'package.json' },
      { kind: 'glob', pattern: './**/*.json' },
      { kind: 'list', path: 'package.json', separator: 'newline', base: '/' },
    ]
    for (const input of relative) {
      await expect(refusal([input])).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: /is a relative path/u,
      })
    }
  })

  it('refuses whole folders for a task that works on files', async () => {
    using tree = new TemporaryTree()
    const job = {
      inputs: [{ kind: 'path', path: tree.root } as const],
      filter: { ...noFilter, wholeFolders: true },
    }
    await refuseHopelessInputs(job, 'folders')
    await refuseHopelessInputs(job, 'anything')
    await expect(refuseHopelessInputs(job, 'files')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: /cannot take a folder as a whole/u,
    })
  })

  it('refuses numbers for a task that works on files', async () => {
    const range: InputSource = { kind: 'range', range: { from: 1, to: 9, step: 1, digits: 1 } }
    await refusal([range], 'anything')
    await expect(refusal([range])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: /^The numbers 1 to 9 are no files/u,
    })
  })

  it('refuses a filter with a pattern that cannot be used', async () => {
    using tree = new TemporaryTree()
    const filter = inputFilterSchema.parse({ include: ['{a,b}'.repeat(20)] })
    const inputs: InputSource[] = [{ kind: 'path', path: tree.root }]
    await expect(refuseHopelessInputs({ inputs, filter }, 'files')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: /^The pattern .* cannot be used/u,
    })
  })

  it.runIf(process.platform !== 'win32')(
    'reads nothing from a pipe, which can be read only once',
    async () => {
      using tree = new TemporaryTree()
      const rest = { kind: 'csv', column: 'a', header: false, delimiter: 'auto', base: tree.root } as const
      await refusal([{ ...rest, path: tree.fifo('pipe') }])
    },
  )
})
