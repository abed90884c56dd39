import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { textWith } from '../fixtures/text-with.ts'
import { TriedTask } from '../fixtures/try-output.ts'
import { quietContext } from '../fixtures/try-task.ts'
import { TargetFile } from './target-file.ts'

describe('TargetFile', () => {
  it('writes all that it is given in its order, whatever the sizes', () => {
    using tree = new TemporaryTree()
    const pieces = fc.array(
      fc.tuple(fc.constantFrom('a', 'é', '😀'), fc.nat({ max: 90_000 }), fc.boolean()),
      { maxLength: 6 },
    )
    let number = 0
    fc.assert(
      fc.property(pieces, (drawn) => {
        const temporary = tree.at(`file ${(number += 1)}`)
        using target = new TargetFile({ ...quietContext, output: { path: tree.at('final'), temporary } })
        for (const [letter, count, asText] of drawn) {
          const text = letter.repeat(count)
          if (asText) target.writeText(text)
          else target.write(Buffer.from(text))
        }
        target.finish()
        const expected = Buffer.from(drawn.map(([letter, count]) => letter.repeat(count)).join(''))
        expect(readFileSync(temporary).equals(expected)).toBe(true)
        expect(target.size).toBe(expected.length)
      }),
      { numRuns: 40 },
    )
  })

  it('replaces nothing that stands in its place, and names the output when it cannot write', async () => {
    using tree = new TemporaryTree()
    const temporary = tree.file('taken', 'kept')
    const output = { path: tree.at('final name'), temporary }
    expect(() => new TargetFile({ ...quietContext, output })).toThrow(
      expect.objectContaining({ code: 'WRITE_FAILED', message: textWith('final name') }),
    )
    expect(readFileSync(temporary, 'utf8')).toBe('kept')
    const task = await TriedTask.load(tree, 'compress')
    writeFileSync(tree.at('input'), 'x')
    const missing = { path: tree.at('no/final'), temporary: tree.at('no/temporary') }
    await expect(task.run(tree.at('input'), { output: missing })).rejects.toMatchObject({
      code: 'WRITE_FAILED',
    })
  })
})
