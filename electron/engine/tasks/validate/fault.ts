/** The first fault of a file that is not well-formed. Lines and columns count from 1, columns in characters. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly line: number
  readonly column: number

  constructor(line: number, column: number, message: string) {
    super(message)
    this.line = line
    this.column = column
  }
}

/** Something that a check would have to hold in memory is larger than it may be. */
export class TooMuchToHold extends Error {
  override readonly name = 'TooMuchToHold'
}

/** Objects, arrays or elements within each other, at most. */
export const deepestNesting = 10_000
