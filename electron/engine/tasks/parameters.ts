import { resolve } from 'node:path'
import { z } from 'zod'
import type { Task } from '../../../shared/model/job.ts'
import { EngineError } from '../errors.ts'
import { didYouMean } from './did-you-mean.ts'
import type { TaskType } from './task-type.ts'

/** Parameters as plain data, with all defaults filled in. */
export type Parameters = Task['parameters']

const plainData = z.record(z.string(), z.json())

/** What is used of a parameter's JSON Schema. */
const propertySchema = z.looseObject({
  title: z.string().default(''),
  description: z.string().default(''),
  default: z.json().optional(),
  /** Of a parameter that may be null besides, the other type. */
  type: z
    .union([z.string(), z.array(z.string()).transform((types) => types.find((type) => type !== 'null'))])
    .optional(),
  /** `path` for the path of a file: it must be absolute, since the engine may be another process. */
  format: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})
type Property = z.infer<typeof propertySchema>

/** A parameter of a task type, as a person needs to know it. */
export interface ParameterDescription {
  readonly name: string
  readonly title: string
  readonly description: string
  /** What values it takes, as in "one of sha256, md5"; null for any text. */
  readonly expected: string | null
  /** What it is where nothing is given; undefined where something has to be. */
  readonly default: z.infer<ReturnType<typeof z.json>> | undefined
}

/** The parameters of a task type, in the order of its form. */
export function describeParameters(type: TaskType): readonly ParameterDescription[] {
  return [...propertiesOf(type)].map(([name, property]) => ({
    name,
    title: property.title,
    description: property.description,
    expected: expectation(property),
    default: property.default,
  }))
}

/**
 * Checks parameters and fills in defaults.
 * @throws EngineError INVALID_PARAMETERS that names the parameter, what was given and what is expected
 */
export function parseParameters(type: TaskType, raw: unknown): Parameters {
  const parsed = type.parameters.safeParse(raw)
  if (parsed.success) return plainData.parse(parsed.data)
  const [issue] = parsed.error.issues
  const properties = propertiesOf(type)
  const known = [...properties.keys()]
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    throw invalid(
      type,
      key,
      `The task "${type.id}" has no parameter "${key}".${didYouMean(key, known)} ${listOf(known)}`,
    )
  }
  const [key] = issue?.path ?? []
  if (key === undefined || issue === undefined) {
    throw invalid(
      type,
      null,
      `The parameters of the task "${type.id}" must be an object of names and values.`,
    )
  }
  const name = String(key)
  const given = z.record(z.string(), z.unknown()).safeParse(raw).data?.[name]
  // Within a list or an object, what is wrong is not that it is one.
  const isWithin = issue.path.length > 1
  const expected = (isWithin ? null : expectation(properties.get(name))) ?? issue.message
  throw invalid(
    type,
    name,
    `The parameter "${name}" of the task "${type.id}" cannot be ${show(given)}. Expected: ${expected}.` +
      proposal(given, properties.get(name)),
  )
}

/**
 * Checks parameters that were all typed as text, as on a command line. Where a number or `true` or `false`
 * is asked for, the text is read as one; a path starts at the working folder of this process.
 * @throws EngineError INVALID_PARAMETERS, as `parseParameters`
 */
export function parseParametersFromText(type: TaskType, texts: Readonly<Record<string, string>>): Parameters {
  const properties = propertiesOf(type)
  const values = Object.entries(texts).map(([name, text]) => [name, valueOf(text, properties.get(name))])
  return parseParameters(type, Object.fromEntries(values))
}

/** What a text stands for. One that is not of the form asked for stays text, which the schema then refuses. */
function valueOf(text: string, property: Property | undefined): unknown {
  if (property?.format === 'path') return text === '' ? '' : resolve(text)
  if (property?.type === 'array' || property?.type === 'object') return jsonOf(text)
  if (property?.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (property?.type !== 'integer' && property?.type !== 'number') return text
  const number = Number(text)
  return text.trim() === '' || !Number.isFinite(number) ? text : number
}

/** What stays text is then refused by the schema. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function propertiesOf(type: TaskType): Map<string, Property> {
  const schema = z.object({ properties: z.record(z.string(), propertySchema).default({}) })
  return new Map(Object.entries(schema.parse(z.toJSONSchema(type.parameters, { io: 'input' })).properties))
}

function expectation(property: Property | undefined): string | null {
  if (property?.enum !== undefined) return `one of ${property.enum.join(', ')}`
  if (property?.type === 'boolean') return 'true or false'
  if (property?.type === 'array') return 'a list, as JSON'
  if (property?.type === 'object') return 'an object of names and values, as JSON'
  if (property?.type === 'integer') return `a whole number${rangeOf(property)}`
  if (property?.type === 'number') return `a number${rangeOf(property)}`
  return null
}

function rangeOf({ minimum, maximum }: Property): string {
  // A whole number without bounds is given those within which numbers are exact: nobody needs to be told.
  const low = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? null : minimum
  const high = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? null : maximum
  if (low !== null && high !== null) return ` from ${low} to ${high}`
  if (low !== null) return ` of at least ${low}`
  return high === null ? '' : ` of at most ${high}`
}

function proposal(given: unknown, property: Property | undefined): string {
  if (typeof given !== 'string' || property?.enum === undefined) return ''
  return didYouMean(given, property.enum.map(String))
}

function listOf(known: readonly string[]): string {
  return known.length === 0 ? 'It takes no parameters.' : `Its parameters: ${known.join(', ')}.`
}

function show(given: unknown): string {
  const text = given === undefined ? 'left out' : JSON.stringify(given)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function invalid(type: TaskType, parameter: string | null, message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: type.id, parameter } })
}
