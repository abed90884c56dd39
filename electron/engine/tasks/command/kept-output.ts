/** How much of an output is kept as a result, in bytes. */
const keptBytes = 4_096

/** The beginning of what a program prints, however much that is. */
export class KeptOutput {
  readonly #kept: Buffer[] = []
  #room = keptBytes
  #total = 0

  add(bytes: Buffer): void {
    this.#total += bytes.length
    if (this.#room === 0) return
    // Copied, because the piece would keep all of what was read.
    const piece = Buffer.from(bytes.subarray(0, this.#room))
    this.#kept.push(piece)
    this.#room -= piece.length
  }

  /** As text, without white space at its end; where it was cut, with a line that says so. */
  get text(): string {
    const isCut = this.#total > keptBytes
    // A character that the cut went through is left out, not shown as a broken one.
    const text = new TextDecoder().decode(Buffer.concat(this.#kept), { stream: isCut }).trimEnd()
    if (!isCut) return text
    return `${text}\n… cut: ${this.#total.toLocaleString('en')} bytes in all, the rest is in the log as far as that goes …`
  }
}
