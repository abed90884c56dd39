import type { Task } from '../../../../shared/model/job.ts'

/** The value of a parameter: plain data. */
export type ParameterValue = Task['parameters'][string]

/** What a form holds: a truth value, or the text in the field, by the name of each parameter. */
export type ParameterValues = Readonly<Record<string, string | boolean>>

/** A field of the form that is made from a task type's parameters. */
export type ParameterField = {
  readonly name: string
  readonly title: string
  readonly description: string | null
  /**
   * What an empty field means: a value of its own, `undefined` for leaving the parameter out, or `null` for a
   * parameter that may be null. Absent where a field must not be empty.
   */
  readonly empty?: { readonly value: null | undefined }
} & (
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly initial: string }
  | { readonly kind: 'boolean'; readonly initial: boolean }
  | {
      readonly kind: 'number'
      readonly whole: boolean
      readonly least: number
      readonly most: number
      readonly initial: string
    }
  | {
      readonly kind: 'text'
      /** The programming language that is written in it; null for plain text. */
      readonly language: string | null
      readonly initial: string
    }
  /** A list of texts, one a line. */
  | { readonly kind: 'lines'; readonly initial: string }
  /** Anything else, as JSON. */
  | { readonly kind: 'data'; readonly initial: string }
)

type Schema = Readonly<Record<string, unknown>>
type NumberPart = Pick<ParameterField & { kind: 'number' }, 'kind' | 'whole' | 'least' | 'most' | 'initial'>

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** A schema without the `null` that it may allow beside something else. */
function withoutNull(schema: Schema): { readonly schema: Schema; readonly nullable: boolean } {
  const { anyOf, ...rest } = schema
  if (!Array.isArray(anyOf)) return { schema, nullable: false }
  const others = anyOf.filter(isRecord).filter((one) => one['type'] !== 'null')
  const nullable = others.length < anyOf.length
  const [only] = others
  if (others.length === 1 && only !== undefined) return { schema: { ...only, ...rest }, nullable }
  const constants = others.map((one) => one['const'])
  return constants.every((one) => typeof one === 'string')
    ? { schema: { ...rest, enum: constants }, nullable }
    : { schema: { ...rest, anyOf: others }, nullable }
}

function field(name: string, whole: Schema, isRequired: boolean): ParameterField {
  const { schema, nullable } = withoutNull(whole)
  const initial = schema['default']
  const empty = nullable
    ? { empty: { value: null } as const }
    : !isRequired && initial === undefined
      ? { empty: { value: undefined } as const }
      : {}
  const base = {
    name,
    title: text(schema['title']) ?? name,
    description: text(schema['description']),
    ...empty,
  }
  const options = Array.isArray(schema['enum'])
    ? schema['enum'].filter((option) => typeof option === 'string')
    : []
  if (options.length > 0) {
    const first = 'empty' in base ? '' : (options[0] ?? '')
    return { ...base, kind: 'choice', options, initial: text(initial) ?? first }
  }
  switch (schema['type']) {
    case 'boolean':
      return { ...base, kind: 'boolean', initial: initial === true }
    case 'integer':
    case 'number':
      return { ...base, ...numberField(schema, 'empty' in base) }
    case 'string':
      return { ...base, kind: 'text', language: text(schema['language']), initial: text(initial) ?? '' }
    case 'array':
      if (isRecord(schema['items']) && schema['items']['type'] === 'string')
        return { ...base, kind: 'lines', initial: shownText(initial ?? []) }
  }
  return { ...base, kind: 'data', initial: initial === undefined ? '' : JSON.stringify(initial, null, 2) }
}

function numberField(schema: Schema, mayBeEmpty: boolean): NumberPart {
  const whole = schema['type'] === 'integer'
  const least = numberOf(schema['minimum']) ?? numberOf(schema['exclusiveMinimum']) ?? Number.MIN_SAFE_INTEGER
  const most = numberOf(schema['maximum']) ?? numberOf(schema['exclusiveMaximum']) ?? Number.MAX_SAFE_INTEGER
  const initial = numberOf(schema['default']) ?? (mayBeEmpty ? null : Math.max(least, 0))
  return { kind: 'number', whole, least, most, initial: initial === null ? '' : String(initial) }
}

/** A value as the text of a field. */
function shownText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join('\n')
  return JSON.stringify(value, null, 2)
}

/** The fields for a task type's parameters, from their JSON Schema, in its order; those it fills in itself are none. */
export function parameterFields(schema: Schema): ParameterField[] {
  const { properties, required } = schema
  if (!isRecord(properties)) return []
  const names = Array.isArray(required) ? required : []
  return Object.entries(properties)
    .map(([name, property]) => ({ name, schema: isRecord(property) ? property : {} }))
    .filter(({ schema: one }) => one['readOnly'] !== true)
    .map(({ name, schema: one }) => field(name, one, names.includes(name)))
}

/** The contents of a fresh form, where remembered values that still fit come before the defaults. */
export function initialValues(
  fields: readonly ParameterField[],
  remembered: Readonly<Record<string, ParameterValue>>,
): ParameterValues {
  const values: Record<string, string | boolean> = {}
  for (const one of fields) {
    const before = remembered[one.name]
    values[one.name] = before !== undefined && fits(one, before) ? contentOf(one, before) : one.initial
  }
  return values
}

function contentOf(one: ParameterField, value: ParameterValue): string | boolean {
  if (one.kind === 'boolean') return value === true
  return one.kind === 'data' && value !== null ? JSON.stringify(value, null, 2) : shownText(value)
}

function fits(one: ParameterField, value: ParameterValue): boolean {
  if (value === null) return one.empty?.value === null
  switch (one.kind) {
    case 'choice':
      return typeof value === 'string' && one.options.includes(value)
    case 'number':
      return typeof value === 'number' && value >= one.least && value <= one.most
    case 'boolean':
      return typeof value === 'boolean'
    case 'text':
      return typeof value === 'string'
    case 'lines':
      return Array.isArray(value) && value.every((each) => typeof each === 'string')
    case 'data':
      return true
  }
}

/** What is wrong with what is in a field. */
export interface ParameterProblem {
  readonly kind: 'notANumber' | 'notWhole' | 'outOfRange' | 'notData'
  readonly least: number
  readonly most: number
}

/** The values as the engine takes them, read from what was typed, and what is wrong by field. */
export function checkedValues(
  fields: readonly ParameterField[],
  contents: ParameterValues,
): {
  readonly values: Task['parameters']
  readonly problems: Readonly<Record<string, ParameterProblem>>
} {
  const values: Task['parameters'] = {}
  const problems: Record<string, ParameterProblem> = {}
  for (const one of fields) {
    const content = contents[one.name] ?? one.initial
    if (typeof content === 'string' && content.trim() === '' && one.empty !== undefined) {
      if (one.empty.value === null) values[one.name] = null
      continue
    }
    const read = readContent(one, content)
    if ('problem' in read) problems[one.name] = read.problem
    else values[one.name] = read.value
  }
  return { values, problems }
}

function readContent(
  one: ParameterField,
  content: string | boolean,
): { readonly value: ParameterValue } | { readonly problem: ParameterProblem } {
  if (typeof content === 'boolean') return { value: content }
  switch (one.kind) {
    case 'boolean':
    case 'choice':
    case 'text':
      return { value: content }
    case 'lines':
      return { value: content.split('\n').filter((line) => line !== '') }
    case 'number':
      return readNumber(one, content)
    case 'data':
      try {
        return { value: parseData(content) }
      } catch {
        return { problem: { kind: 'notData', least: 0, most: 0 } }
      }
  }
}

/** What was read as JSON is plain data. */
function parseData(text: string): ParameterValue {
  const read: unknown = JSON.parse(text)
  return isData(read) ? read : null
}

function isData(value: unknown): value is ParameterValue {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true
  return Array.isArray(value) ? value.every(isData) : isRecord(value) && Object.values(value).every(isData)
}

function readNumber(
  { whole, least, most }: ParameterField & { kind: 'number' },
  content: string,
): { readonly value: number } | { readonly problem: ParameterProblem } {
  const typed = content.trim()
  const value = typed === '' ? Number.NaN : Number(typed)
  if (!Number.isFinite(value)) return { problem: { kind: 'notANumber', least, most } }
  if (whole && !Number.isInteger(value)) return { problem: { kind: 'notWhole', least, most } }
  if (value < least || value > most) return { problem: { kind: 'outOfRange', least, most } }
  return { value }
}
