import type { Quantity, Unit } from './quantity.ts'

/** A quantity as plain text: `3 min 10 s`. */
export function quantityText(quantity: Quantity, names: { readonly unit: (unit: Unit) => string }): string {
  return quantity.map(({ value, unit }) => (unit === null ? value : `${value} ${names.unit(unit)}`)).join(' ')
}
