/**
 * Like `Promise.all` over a mapped list, with no more than so many at once.
 * @throws the first error; what is under way goes on, and nothing more begins
 */
export async function mapBounded<Value, Result>(
  values: readonly Value[],
  atOnce: number,
  map: (value: Value, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const entries = values.entries()
  let isFailed = false
  async function work(): Promise<void> {
    for (const [index, value] of entries) {
      if (isFailed) return
      try {
        results[index] = await map(value, index)
      } catch (error) {
        isFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, work))
  return results
}
