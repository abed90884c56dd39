/** A field of the form that is made from a task type's parameters. */
export type ParameterField = {
  readonly name: string
  readonly title: string
  readonly description: string | null
} & (
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly initial: string }
  | { readonly kind: 'boolean'; readonly initial: boolean }
  | {
      readonly kind: 'number'
      readonly whole: boolean
      readonly least: number
      readonly most: number
      readonly initial: number
    }
  | { readonly kind: 'text'; readonly initial: string }
)

/** What a form holds: the value of each field by its name. */
export type ParameterValues = Readonly<Record<string, string | number | boolean>>

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

function field(name: string, schema: Readonly<Record<string, unknown>>): ParameterField | null {
  const base = { name, title: text(schema['title']) ?? name, description: text(schema['description']) }
  const options = Array.isArray(schema['enum'])
    ? schema['enum'].filter((option) => typeof option === 'string')
    : []
  if (options.length > 0) {
    return { ...base, kind: 'choice', options, initial: text(schema['default']) ?? options[0] ?? '' }
  }
  switch (schema['type']) {
    case 'boolean':
      return { ...base, kind: 'boolean', initial: schema['default'] === true }
    case 'integer':
    case 'number': {
      const least = number(schema['minimum'], Number.MIN_SAFE_INTEGER)
      return {
        ...base,
        kind: 'number',
        whole: schema['type'] === 'integer',
        least,
        most: number(schema['maximum'], Number.MAX_SAFE_INTEGER),
        initial: number(schema['default'], Math.max(least, 0)),
      }
    }
    case 'string':
      return { ...base, kind: 'text', initial: text(schema['default']) ?? '' }
    default:
      return null
  }
}

/** The fields for a task type's parameters, from their JSON Schema, in its order. */
export function parameterFields(schema: Readonly<Record<string, unknown>>): ParameterField[] {
  const properties = schema['properties']
  if (!isRecord(properties)) return []
  return Object.entries(properties)
    .map(([name, property]) => (isRecord(property) ? field(name, property) : null))
    .filter((one) => one !== null)
}

/** The values of a fresh form, where remembered values that still fit come before the defaults. */
export function initialValues(
  fields: readonly ParameterField[],
  remembered: ParameterValues,
): ParameterValues {
  const values: Record<string, string | number | boolean> = {}
  for (const one of fields) {
    const before = remembered[one.name]
    values[one.name] = before !== undefined && fits(one, before) ? before : one.initial
  }
  return values
}

function fits(one: ParameterField, value: string | number | boolean): boolean {
  switch (one.kind) {
    case 'choice':
      return typeof value === 'string' && one.options.includes(value)
    case 'number':
      return typeof value === 'number' && value >= one.least && value <= one.most
    case 'boolean':
    case 'text':
      return typeof value === typeof one.initial
  }
}

/** What is wrong with the number in a field. */
export interface NumberProblem {
  readonly kind: 'notANumber' | 'notWhole' | 'outOfRange'
  readonly least: number
  readonly most: number
}

/** The values as the engine takes them, numbers read from what was typed, and what is wrong by field. */
export function checkedValues(
  fields: readonly ParameterField[],
  values: ParameterValues,
): { readonly values: ParameterValues; readonly problems: Readonly<Record<string, NumberProblem>> } {
  const checked: Record<string, string | number | boolean> = {}
  const problems: Record<string, NumberProblem> = {}
  for (const one of fields) {
    const value = values[one.name] ?? one.initial
    checked[one.name] = value
    if (one.kind !== 'number') continue
    const typed = String(value).trim()
    const read = typed === '' ? Number.NaN : Number(typed)
    checked[one.name] = read
    const { least, most } = one
    if (!Number.isFinite(read)) problems[one.name] = { kind: 'notANumber', least, most }
    else if (one.whole && !Number.isInteger(read)) problems[one.name] = { kind: 'notWhole', least, most }
    else if (read < least || read > most) problems[one.name] = { kind: 'outOfRange', least, most }
  }
  return { values: checked, problems }
}
