/** What is looked for in bytes, and what is done with them. */
export interface ByteReplacement {
  readonly sought: Buffer
  /** A match counts only where a unit of so many bytes begins, counted from the first byte. */
  readonly unit: number
  /** Takes what stays. It must be used before the next call. */
  readonly write: (bytes: Uint8Array) => void
  /** Called in the place of each match. */
  readonly replace: () => void
}

/** Replaces in bytes that come in pieces; a match may lie across pieces. Returns how many there were. */
export function replaceBytes(
  pieces: Iterable<Buffer>,
  { sought, unit, write, replace }: ByteReplacement,
): number {
  let count = 0
  /** The position of the first byte of what is at hand. */
  let position = 0
  let pending: Buffer = Buffer.alloc(0)
  for (const piece of pieces) {
    const bytes = pending.length === 0 ? piece : Buffer.concat([pending, piece])
    let done = 0
    for (let from = 0; ;) {
      const found = bytes.indexOf(sought, from)
      if (found < 0) break
      if ((position + found) % unit !== 0) {
        from = found + 1
        continue
      }
      write(bytes.subarray(done, found))
      replace()
      count += 1
      done = found + sought.length
      from = done
    }
    // What could be the beginning of a match is looked at again with the next piece.
    const kept = Math.max(done, bytes.length - sought.length + 1)
    write(bytes.subarray(done, kept))
    pending = Buffer.from(bytes.subarray(kept))
    position += kept
  }
  write(pending)
  return count
}
