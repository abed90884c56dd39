import { describe, expect, it } from 'vitest'
import { checkedValues, initialValues, parameterFields } from './parameter-fields.ts'

const schema = {
  type: 'object',
  properties: {
    algorithm: {
      type: 'string',
      enum: ['sha256', 'md5'],
      default: 'sha256',
      title: 'Algorithm',
      description: 'Which one.',
    },
    deep: { type: 'boolean', default: true },
    quality: { type: 'integer', minimum: 1, maximum: 100, default: 80 },
    suffix: { type: 'string' },
    strange: { anyOf: [] },
  },
}

describe('parameterFields', () => {
  it('makes a field of each property it has a control for, in order', () => {
    expect(parameterFields(schema)).toEqual([
      {
        kind: 'choice',
        name: 'algorithm',
        title: 'Algorithm',
        description: 'Which one.',
        options: ['sha256', 'md5'],
        initial: 'sha256',
      },
      { kind: 'boolean', name: 'deep', title: 'deep', description: null, initial: true },
      {
        kind: 'number',
        name: 'quality',
        title: 'quality',
        description: null,
        whole: true,
        least: 1,
        most: 100,
        initial: 80,
      },
      { kind: 'text', name: 'suffix', title: 'suffix', description: null, initial: '' },
    ])
  })

  it('makes no fields of a schema without properties', () => {
    expect(parameterFields({})).toEqual([])
  })
})

describe('initialValues', () => {
  it('keeps remembered values that still fit, and only those', () => {
    const fields = parameterFields(schema)
    expect(initialValues(fields, { algorithm: 'md5', deep: false, quality: 500, gone: 1 })).toEqual({
      algorithm: 'md5',
      deep: false,
      quality: 80,
      suffix: '',
    })
    expect(initialValues(fields, { algorithm: 'crc32' })['algorithm']).toBe('sha256')
  })
})

describe('checkedValues', () => {
  it('reads numbers from what was typed and says what is wrong with them', () => {
    const fields = parameterFields(schema)
    function problemWith(quality: string): string | undefined {
      return checkedValues(fields, { quality }).problems['quality']?.kind
    }
    expect(checkedValues(fields, { quality: ' 7 ' }).values['quality']).toBe(7)
    expect(problemWith('7')).toBeUndefined()
    expect(problemWith('')).toBe('notANumber')
    expect(problemWith('seven')).toBe('notANumber')
    expect(problemWith('1.5')).toBe('notWhole')
    expect(problemWith('0')).toBe('outOfRange')
  })
})
