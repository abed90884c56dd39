/** The task that does nothing. */
export function nothing(item: unknown): unknown {
  return item
}

/** The same for a chunk made by hand. */
export function nothingForEach(items: readonly unknown[]): unknown[] {
  return items.map(nothing)
}

/** Works for so many microseconds. */
export function spin(microseconds: unknown): unknown {
  const end = performance.now() + Number(microseconds) / 1_000
  while (performance.now() < end) continue
  return microseconds
}

const neverWoken = new Int32Array(new SharedArrayBuffer(4))

/** Sleeps for a millisecond, so that even two workers on one processor are not in each other's way. */
export function sleepMillisecond(item: unknown): unknown {
  Atomics.wait(neverWoken, 0, 0, 1)
  return item
}

/** Which process this is. */
export function processId(): number {
  return process.pid
}
