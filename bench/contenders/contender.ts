/** Items done before the clock starts: workers are up, code is compiled. */
export const warmUpItems = 20_000

/** Paths of about fifty characters, made one by one. */
export function* somePaths(count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) {
    yield `/home/somebody/pictures/2026/holiday/image-${String(index).padStart(8, '0')}.jpg`
  }
}

/** Prints a contender's figure, in items per second, for the program that compares. */
export function report(began: number, read: number, expected: number): void {
  const seconds = (performance.now() - began) / 1_000
  if (read !== expected) throw new Error(`${read} results of ${expected} items`)
  process.stdout.write(JSON.stringify({ perSecond: read / seconds }))
}
