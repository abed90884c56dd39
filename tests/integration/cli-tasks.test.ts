import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { taskTypeDescriptionSchema } from '../../shared/model/task-type.ts'
import { command } from '../support/command.ts'

describe('batchyard tasks', () => {
  it('lists every task, each with what it does', async () => {
    const listed = await command(['tasks'])
    expect([listed.exitCode, listed.errors]).toEqual([0, ''])
    const known = await command(['tasks', '--json'])
    const types = z.array(taskTypeDescriptionSchema).parse(JSON.parse(known.text))
    expect(types.length).toBeGreaterThan(20)
    const lines = listed.text.split('\n')
    for (const { id, description } of types) {
      const line = lines.find((each) => each.startsWith(`  ${id}  `))
      expect(line).toContain(description.split(' ').slice(0, 3).join(' '))
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('tells the parameters and result columns of one', async () => {
    const { exitCode, text } = await command(['tasks', 'convert-image'])
    expect(exitCode).toBe(0)
    const words = text.replaceAll(/\s+/gu, ' ')
    expect(words).toContain('One of keep, jpeg, png, webp, avif, tiff (default: keep).')
    expect(words).toContain('A whole number from 1 to 100 (default: 82).')
    expect(words).toContain('May have several lines. A text (default: empty).')
    expect(words).toContain(
      'Has an effect only if format is keep or jpeg, or if format is webp or avif and lossless is false.',
    )
    expect(words).toContain('Has an effect only if watermark is not empty.')
    expect(text).toMatch(/^ {2}output_size +integer$/mu)
    const [only, ...others] = z
      .array(z.unknown())
      .parse(JSON.parse((await command(['tasks', 'duplicates', '--json'])).text))
    expect([taskTypeDescriptionSchema.parse(only).id, others]).toEqual(['duplicates', []])
    expect((await command(['tasks', 'duplicates'])).text).toContain('--param name=value:\n  none\n')
  })

  it('says which one may have been meant where there is none of that name', async () => {
    const { exitCode, text, errors } = await command(['tasks', 'chekcsum'])
    expect([exitCode, text]).toEqual([2, ''])
    expect(errors).toContain('There is no task "chekcsum". Did you mean "checksum"?')
  })
})
