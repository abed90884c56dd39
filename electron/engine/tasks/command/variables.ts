import { z } from 'zod'
import { isTaken, variableName } from '../../../../shared/model/command-line-template.ts'
import { EngineError } from '../../errors.ts'

const scalar = z.union([z.string().max(65_536), z.number(), z.boolean()])

/** A placeholder of the user's own: what it is called, what may be given for it, and what it is otherwise. */
export const variableSchema = z.strictObject({
  name: z
    .string()
    .regex(variableName, 'a name has letters, digits and _, and does not begin with a digit')
    .refine((name) => !isTaken(name), { error: 'there is a placeholder of that name already' }),
  type: z.enum(['text', 'number', 'boolean']).default('text'),
  default: scalar.default(''),
  title: z.string().max(200).default(''),
})
export type Variable = z.infer<typeof variableSchema>

/** The user's own placeholders, and what was given for some of them. */
export interface Variables {
  readonly variables: readonly Variable[]
  readonly values: Readonly<Record<string, string | number | boolean>>
}

export const valuesSchema = z.record(z.string().max(50), scalar)

/**
 * The text of each of the user's own placeholders, by its name.
 * @throws EngineError INVALID_PARAMETERS for a value that is none of them, or of another type
 */
export function variableValues({ variables, values }: Variables): Record<string, string> {
  const names = variables.map(({ name }) => name)
  const unknown = Object.keys(values).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw invalid('values', `There is no placeholder {${unknown}} of your own to give a value to.`)
  }
  if (new Set(names).size !== names.length) {
    throw invalid('variables', 'No two placeholders of your own may have the same name.')
  }
  return Object.fromEntries(
    variables.map((variable) => [variable.name, textOf(variable, values[variable.name])]),
  )
}

function textOf(
  { name, type, default: standard }: Variable,
  given: string | number | boolean | undefined,
): string {
  const value = given ?? standard
  const text = String(value)
  const fits =
    type === 'text' ||
    (type === 'boolean' && (text === 'true' || text === 'false')) ||
    (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text)))
  if (fits && !text.includes('\0')) return text
  const expected = type === 'number' ? 'a number' : type === 'boolean' ? 'true or false' : 'text without NUL'
  throw invalid(
    'values',
    `The placeholder {${name}} cannot be ${JSON.stringify(value)}. Expected: ${expected}.`,
  )
}

function invalid(parameter: string, message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'command', parameter } })
}
