/** The contenders' workers. Two everywhere: what is compared is the dispatch, not the machine. */
export const workers = 2

/** Calls that are under way at a time where a library takes one call an item or chunk: more gain nothing. */
export const callsUnderWay = 32

/** Paths of about fifty characters, made one by one. */
export function* somePaths(count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) {
    yield `/home/somebody/pictures/2026/holiday/image-${String(index).padStart(8, '0')}.jpg`
  }
}

/** Integers, made one by one. */
export function* someIntegers(count: number): Generator<number> {
  for (let index = 0; index < count; index += 1) yield index
}

/** The items of a kind that is named on a command line. */
export function someItems(kind: string | undefined, count: number): Generator<string | number> {
  return kind === 'integers' ? someIntegers(count) : somePaths(count)
}

/** Chunks made by hand, for libraries that know of none. */
export function* inChunks<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let gathered: Item[] = []
  for (const item of items) {
    gathered.push(item)
    if (gathered.length === size) {
      yield gathered
      gathered = []
    }
  }
  if (gathered.length > 0) yield gathered
}

/** Prints a contender's figures for the program that compares. */
export function report(figures: Readonly<Record<string, number>>): void {
  process.stdout.write(JSON.stringify(figures))
}

/**
 * For so long the work is done without the clock, once at least. Milliseconds. Programs of Node are two seconds at work
 * before their speed no longer rises: until then they compile, and their memory grows.
 */
const warmingTime = 2_500

/** What takes less time than this is done over and over until it has taken as much. Milliseconds. */
const leastMeasured = 250

/**
 * Items a second. First it is done without the clock: workers are up then, compilers have seen what there is to
 * see, and the memory that is used over and over is there. Throws where not every item came back.
 */
export async function measureSpeed(expected: number, runAll: () => Promise<number>): Promise<number> {
  await warmUp(runAll)
  const began = performance.now()
  let done = 0
  let elapsed = 0
  while (elapsed < leastMeasured) {
    const read = await runAll()
    if (read !== expected) throw new Error(`${read} results of ${expected} items`)
    done += read
    elapsed = performance.now() - began
  }
  return (done * 1_000) / elapsed
}

/** Does it without the clock, until a second is over. */
export async function warmUp(runAll: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  do await runAll()
  while (performance.now() - began < warmingTime)
}
