import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { taskTypeDescriptionSchema } from '../../../shared/model/task-type.ts'
import { EngineError } from '../errors.ts'
import { loadTaskType } from './load-task-type.ts'
import { describeTaskType, findTaskType, taskTypes } from './registry.ts'

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
