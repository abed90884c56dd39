/** A whole number as it was typed, or null where it is none or out of range. Grouping is not understood. */
export function readWholeNumber(text: string, least: number, most: number): number | null {
  if (!/^\d{1,9}$/u.test(text.trim())) return null
  const value = Number(text.trim())
  return value >= least && value <= most ? value : null
}
