/** A sentence that proposes the known word nearest to a misspelt one, or nothing where none is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  const wanted = given.toLowerCase()
  const near = known
    .map((word) => ({ word, distance: editDistance(wanted, word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
    .sort((one, other) => one.distance - other.distance)
  const [nearest] = near
  return nearest === undefined ? '' : ` Did you mean "${nearest.word}"?`
}

/** How many letters have to be added, taken away or changed to get from one word to the other. */
export function editDistance(one: string, other: string): number {
  // No word that is meant is that long; the work grows with the product of the lengths.
  if (one.length > 100 || other.length > 100) return Math.max(one.length, other.length)
  let previous = Array.from({ length: Array.from(other).length + 1 }, (_, index) => index)
  for (const [row, letter] of Array.from(one).entries()) {
    const current = [row + 1]
    for (const [column, otherLetter] of Array.from(other).entries()) {
      const kept = (previous[column] ?? 0) + (letter === otherLetter ? 0 : 1)
      current.push(Math.min(kept, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
