import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { parseParameters, parseParametersFromText } from './parameters.ts'
import { findTaskType, taskTypes } from './registry.ts'
import type { TaskType } from './task-type.ts'

/** A task type with parameters of every kind, which does nothing. */
const various: TaskType = {
  id: 'various',
  version: 1,
  title: 'Various',
  description: '',
  parameters: z.strictObject({
    format: z.enum(['png', 'jpeg']).default('png'),
    quality: z.int().min(1).max(100).default(80),
    count: z.int().default(0),
    scale: z.number().min(0).default(1),
    strip: z.boolean().default(false),
    suffix: z.string().max(5).default(''),
  }),
  accepts: 'files',
  workers: 'threads',
  resultColumns: [],
  load: () => Promise.resolve(() => []),
}
const defaults = { format: 'png', quality: 80, count: 0, scale: 1, strip: false, suffix: '' }

function messageOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    if (error instanceof EngineError && error.code === 'INVALID_PARAMETERS') return error.message
    throw error
  }
  throw new Error('it was accepted')
}

describe('parseParameters', () => {
  it('fills in defaults and keeps what was given', () => {
    expect(parseParameters(findTaskType('checksum'), {})).toEqual({ algorithm: 'sha256' })
    expect(parseParameters(findTaskType('checksum'), { algorithm: 'md5' })).toEqual({ algorithm: 'md5' })
    expect(parseParameters(various, { quality: 5, strip: true })).toEqual({
      ...defaults,
      quality: 5,
      strip: true,
    })
  })

  it('names the parameter, what was given and what is expected', () => {
    expect(messageOf(() => parseParameters(findTaskType('checksum'), { algorithm: 'sha265' }))).toBe(
      'The parameter "algorithm" of the task "checksum" cannot be "sha265". ' +
        'Expected: one of sha256, md5, sha1, sha512, blake2b. Did you mean "sha256"?',
    )
    expect(messageOf(() => parseParameters(various, { quality: 101 }))).toContain(
      '"quality" of the task "various" cannot be 101. Expected: a whole number from 1 to 100.',
    )
    expect(messageOf(() => parseParameters(various, { quality: '5' }))).toContain('cannot be "5"')
    expect(messageOf(() => parseParameters(various, { count: 0.5 }))).toContain('Expected: a whole number.')
    expect(messageOf(() => parseParameters(various, { scale: -1 }))).toContain(
      'Expected: a number of at least 0.',
    )
    expect(messageOf(() => parseParameters(various, { strip: null }))).toContain(
      'cannot be null. Expected: true or false.',
    )
    expect(messageOf(() => parseParameters(various, { suffix: 'too long' }))).toContain('"suffix"')
  })

  it('names a parameter that there is not, and one that was meant', () => {
    expect(messageOf(() => parseParameters(findTaskType('checksum'), { algoritm: 'md5' }))).toBe(
      'The task "checksum" has no parameter "algoritm". Did you mean "algorithm"? Its parameters: algorithm.',
    )
  })

  it('refuses what is no object', () => {
    for (const raw of [null, 5, 'sha256', [], undefined]) {
      expect(messageOf(() => parseParameters(various, raw))).toContain('must be an object')
    }
  })
})

describe('parseParametersFromText', () => {
  it('reads numbers and true and false where they are asked for', () => {
    const texts = { quality: '5', scale: '0.5', strip: 'true', suffix: '007', format: 'jpeg', count: '-3' }
    expect(parseParametersFromText(various, texts)).toEqual({
      quality: 5,
      scale: 0.5,
      strip: true,
      suffix: '007',
      format: 'jpeg',
      count: -3,
    })
  })

  it('takes paths from the working folder on, since the engine may have another one', () => {
    const verify = findTaskType('verify')
    expect(parseParametersFromText(verify, { list: 'sub/SUMS' })).toMatchObject({ list: resolve('sub/SUMS') })
    expect(parseParametersFromText(verify, { list: '' })).toMatchObject({ list: '' })
  })

  it.each([
    ['quality', ''],
    ['quality', 'five'],
    ['quality', '5.5'],
    ['quality', 'NaN'],
    ['scale', 'Infinity'],
    ['scale', ' '],
    ['strip', 'yes'],
    ['strip', 'TRUE'],
    ['format', 'PNG'],
  ])('refuses %s=%j and shows it as it was typed', (name, text) => {
    const message = messageOf(() => parseParametersFromText(various, { [name]: text }))
    expect(message).toContain(`"${name}"`)
    expect(message).toContain(text === '5.5' ? '5.5' : JSON.stringify(text))
  })

  it('gives the same as the values themselves', () => {
    const values = fc.record({
      quality: fc.integer({ min: 1, max: 100 }),
      scale: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      strip: fc.boolean(),
      suffix: fc.string({ maxLength: 5 }),
      format: fc.constantFrom('png', 'jpeg'),
    })
    fc.assert(
      fc.property(values, (given) => {
        const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
        const parsed = parseParametersFromText(various, texts)
        // Text has no negative zero.
        expect(parsed).toEqual(parseParameters(various, { ...given, scale: given.scale + 0 }))
      }),
    )
  })

  it.each(taskTypes.map(({ id }) => id))('understands the parameters of the task type %s', (id) => {
    expect(messageOf(() => parseParametersFromText(findTaskType(id), { 'no-such': 'x' }))).toContain(
      `"${id}" has no parameter "no-such"`,
    )
  })
})
