import { standIn } from './path-parts.ts'
import type { PathSegment } from './path-parts.ts'

// Control characters but for tab and line end, what turns the direction of writing, what has no width, and
// separators and surrogates that no text editor shows.
const unseen =
  /([\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Surrogate})/u

/** Cuts the content of a text file into what can be read as it is, and visible stand-ins for what cannot. */
export function textSegments(text: string): readonly PathSegment[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(unseen)
    .map((part, index) => (index % 2 === 0 ? { text: part, standsFor: null } : standIn(part)))
    .filter((segment) => segment.text !== '')
}
