import type { AppliesWhen, Condition } from './task-type.ts'

/**
 * Whether a parameter has an effect with these values of all parameters, by their names.
 * @param when left out of a parameter that always has one
 */
export function applies(when: AppliesWhen | undefined, values: Readonly<Record<string, unknown>>): boolean {
  return (
    when === undefined ||
    when.some((conditions) =>
      Object.entries(conditions).every(([name, condition]) => holds(condition, values[name])),
    )
  )
}

function holds(condition: Condition, value: unknown): boolean {
  if ('isOneOf' in condition) return condition.isOneOf.some((one) => one === value)
  if ('contains' in condition) return typeof value === 'string' && value.includes(condition.contains)
  return isFilled(value)
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}
