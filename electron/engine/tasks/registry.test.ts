import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { applies } from '../../../shared/model/applies.ts'
import { taskTypeDescriptionSchema, type Condition } from '../../../shared/model/task-type.ts'
import { EngineError } from '../errors.ts'
import { loadTaskType } from './load-task-type.ts'
import { describeTaskType, findTaskType, parseParameters, taskTypes } from './registry.ts'

describe('findTaskType', () => {
  it('finds every task type by its name, and names are unique', () => {
    for (const type of taskTypes) expect(findTaskType(type.id)).toBe(type)
    expect(new Set(taskTypes.map((type) => type.id)).size).toBe(taskTypes.length)
  })

  it('names the known ones for an unknown one, and proposes one that is near', () => {
    const attempt = (id: string) => () => findTaskType(id)
    const known = taskTypes.map((type) => type.id).join(', ')
    expect(attempt('chekcsum')).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_TASK',
        message: `There is no task "chekcsum". Did you mean "checksum"? Known tasks: ${known}.`,
      }),
    )
    expect(attempt('resize')).toThrow(`There is no task "resize". Known tasks: ${known}.`)
    expect(attempt('toString')).toThrow(EngineError)
  })
})

describe('loadTaskType', () => {
  it('loads every task type by its name, and says of others what findTaskType says', async () => {
    for (const type of taskTypes) expect(await loadTaskType(type.id)).toBe(type)
    for (const id of ['chekcsum', 'toString']) {
      await expect(loadTaskType(id)).rejects.toMatchObject({
        code: 'UNKNOWN_TASK',
        data: { known: taskTypes.map((type) => type.id) },
      })
    }
  })
})

describe('describeTaskType', () => {
  it('describes every task type as the contract asks for, each parameter with a default', () => {
    for (const type of taskTypes) {
      const description = taskTypeDescriptionSchema.parse(describeTaskType(type))
      expect(structuredClone(description)).toEqual(description)
      const properties = z.record(z.string(), z.unknown()).parse(description.parameters['properties'])
      for (const property of Object.values(properties)) expect(property).toHaveProperty('default')
    }
  })

  it('has conditions only on other parameters and on values that these can have, but not on all of them', () => {
    const enumSchema = z.object({ enum: z.array(z.unknown()).default([]) })
    const conditional = taskTypes.flatMap((type) => {
      const { appliesWhen, parameters } = describeTaskType(type)
      const properties = z.record(z.string(), enumSchema).parse(parameters['properties'])
      const accepts = (name: string, value: unknown) => type.parameters.safeParse({ [name]: value }).success
      return Object.entries(appliesWhen).flatMap(([name, when]) => {
        expect(properties).toHaveProperty(name)
        return when.flatMap(Object.entries<Condition>).map(([other, condition]) => {
          const of = `${type.id}: ${name} by ${other}`
          expect(properties, of).toHaveProperty(other)
          expect(other, of).not.toBe(name)
          if ('contains' in condition) expect(accepts(other, condition.contains), of).toBe(true)
          if ('isOneOf' in condition) {
            expect(
              condition.isOneOf.filter((value) => !accepts(other, value)),
              of,
            ).toEqual([])
            expect(condition.isOneOf, of).not.toHaveLength(properties[other]?.enum.length ?? 0)
          }
          return of
        })
      })
    })
    expect(conditional).toContain('convert-image: percent by resize')
  })

  it.each([
    [{}, ['quality', 'lossless', 'animation']],
    [{ format: 'png' }, []],
    [{ format: 'webp', lossless: true }, ['lossless', 'animation']],
    [{ format: 'avif', resize: 'fill' }, ['quality', 'lossless', 'width', 'height', 'neverEnlarge']],
    [{ format: 'tiff', resize: 'percent' }, ['percent', 'neverEnlarge']],
    [{ format: 'png', watermark: '©' }, ['watermarkPosition', 'watermarkSize', 'watermarkOpacity']],
  ])('tells which parameters of images have an effect with %j', (given, expected) => {
    const type = findTaskType('convert-image')
    const { appliesWhen } = describeTaskType(type)
    const values = parseParameters(type, given)
    const names = Object.keys(appliesWhen).filter((name) => applies(appliesWhen[name], values))
    expect(names).toEqual(expected)
  })

  it('tells of the checksum all that a form needs', () => {
    expect(describeTaskType(findTaskType('checksum'))).toMatchObject({
      id: 'checksum',
      version: 1,
      resultColumns: [{ name: 'digest', type: 'text' }],
      parameters: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        additionalProperties: false,
        properties: {
          algorithm: {
            type: 'string',
            default: 'sha256',
            enum: ['sha256', 'md5', 'sha1', 'sha512', 'blake2b'],
          },
        },
      },
    })
  })
})
