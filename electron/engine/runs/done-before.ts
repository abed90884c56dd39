import { isUnchanged, lookAt } from '../outputs/standing.ts'
import type { DoneBefore, FoundItem } from '../store/records.ts'
import type { Store } from '../store/store.ts'

/**
 * Says for each item where it was done under the recipe before; null where it was not, or where the file that was made
 * of it then is no longer there as it was made.
 */
export async function findDone(
  store: Store,
  recipe: string,
  items: readonly FoundItem[],
): Promise<(DoneBefore | null)[]> {
  const done = await store.findDone(recipe, items)
  return await Promise.all(
    done.map(async (each) => (each !== null && (await stillStands(each)) ? each : null)),
  )
}

async function stillStands({ made }: DoneBefore): Promise<boolean> {
  if (made === null) return true
  try {
    const standing = await lookAt(made.path)
    return standing !== null && isUnchanged(standing, made)
  } catch {
    // What cannot be seen to stand is made again.
    return false
  }
}
