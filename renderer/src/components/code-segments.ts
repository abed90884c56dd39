/** A stretch of code as it was made visible: the code itself, or what stands in it for something that cannot be seen. */
export interface CodeSegment {
  readonly text: string
  readonly isStandIn: boolean
}

/** What `visibleCode` of `shared/model/visible-code.ts` puts in. A `⟨` of the code itself is one of them. */
const standIns = /(⟨(?:U\+[0-9A-F]{4,6}|\d+ (?:blanks|empty lines))⟩)/u

/** Cuts code that was made visible into itself and the stand-ins in it. */
export function codeSegments(text: string): CodeSegment[] {
  return text
    .split(standIns)
    .map((part, index) => ({ text: part, isStandIn: index % 2 === 1 }))
    .filter((segment) => segment.text !== '')
}
