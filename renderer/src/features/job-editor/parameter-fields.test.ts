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
    script: { type: 'string', default: '', language: 'typescript' },
    compiled: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, readOnly: true },
    width: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null },
    fit: { anyOf: [{ const: 'inside' }, { const: 'cover' }], default: 'inside' },
    tags: { type: 'array', items: { type: 'string' }, default: [] },
    strange: { anyOf: [] },
  },
  required: ['strange'],
}

describe('parameterFields', () => {
  it('makes a field of each property, in order', () => {
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
        initial: '80',
      },
      {
        kind: 'text',
        name: 'suffix',
        title: 'suffix',
        description: null,
        language: null,
        initial: '',
        empty: { value: undefined },
      },
      {
        kind: 'text',
        name: 'script',
        title: 'script',
        description: null,
        language: 'typescript',
        initial: '',
      },
      {
        kind: 'number',
        name: 'width',
        title: 'width',
        description: null,
        whole: true,
        least: 1,
        most: Number.MAX_SAFE_INTEGER,
        initial: '',
        empty: { value: null },
      },
      {
        kind: 'choice',
        name: 'fit',
        title: 'fit',
        description: null,
        options: ['inside', 'cover'],
        initial: 'inside',
      },
      { kind: 'lines', name: 'tags', title: 'tags', description: null, initial: '' },
      { kind: 'data', name: 'strange', title: 'strange', description: null, initial: '' },
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
      quality: '80',
      suffix: '',
      script: '',
      width: '',
      fit: 'inside',
      tags: '',
      strange: '',
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

  it('leaves out what may be left out, and reads lists and data', () => {
    const fields = parameterFields(schema)
    const { values, problems } = checkedValues(fields, { tags: 'a b\n\nc', strange: '{"x": [1]}' })
    expect(problems).toEqual({})
    expect(values).toEqual({
      algorithm: 'sha256',
      deep: true,
      quality: 80,
      script: '',
      width: null,
      fit: 'inside',
      tags: ['a b', 'c'],
      strange: { x: [1] },
    })
    expect(checkedValues(fields, { strange: '{' }).problems['strange']?.kind).toBe('notData')
  })

  it('gives back what a form was filled with', () => {
    const fields = parameterFields(schema)
    const parameters = {
      algorithm: 'md5',
      deep: false,
      quality: 5,
      suffix: 'x',
      script: 'one\ntwo',
      width: 7,
      fit: 'cover',
      tags: ['a', 'b'],
      strange: { nested: [null, true] },
    }
    expect(checkedValues(fields, initialValues(fields, parameters)).values).toEqual(parameters)
  })
})
