/**
 * A number of bytes, at most the largest whole number that is exact everywhere (8 PiB). Sparse files may
 * claim to be larger, up to 8 EiB, and a sum of sizes may be larger still.
 */
export function cappedBytes(bytes: number): number {
  return Math.min(bytes, Number.MAX_SAFE_INTEGER)
}
