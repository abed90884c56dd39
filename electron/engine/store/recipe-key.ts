import { createHash } from 'node:crypto'

/** What of a recipe stands with its runs: short, however long a script is part of it. */
export function recipeKey(recipe: string): string {
  return createHash('sha256').update(recipe).digest('hex').slice(0, 32)
}
