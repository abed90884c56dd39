/** Where a label has what is looked for, in the form in which the palette marks it: `indices` are inclusive. */
interface LabelMatch {
  readonly key: 'label'
  readonly value: string
  readonly indices: readonly (readonly [first: number, last: number])[]
}

/** What has the letters in its label, in their sequence and whatever their case, with where it has them. */
export function matching<T extends { label?: string }>(
  term: string,
  entries: readonly T[],
): (T & { matches?: readonly LabelMatch[] })[] {
  const wanted = term.trim().toLowerCase()
  if (wanted === '') return [...entries]
  return entries.flatMap((entry) => {
    const value = entry.label ?? ''
    const first = value.toLowerCase().indexOf(wanted)
    if (first === -1) return []
    return [{ ...entry, matches: [{ key: 'label', value, indices: [[first, first + wanted.length - 1]] }] }]
  })
}
