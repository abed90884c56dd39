import type { PathText } from '../../../shared/model/path-text.ts'
import type { LeftOut } from '../../../shared/model/run.ts'
import type { Problem } from './problems.ts'

/** What is told of a file: bytes, and milliseconds since 1970. Null where it could not be told. */
export interface FileFacts {
  readonly size: number | null
  readonly modifiedAt: number | null
}

/** The facts of something that cannot be worked on, or that is no file. */
export const noFacts: FileFacts = { size: null, modifiedAt: null }

/** Why something was left out while looking through the inputs. */
export type LeftOutReason = Exclude<keyof LeftOut, 'duplicates'>

/** Takes what looking through the inputs comes across, in input order. A call may wait for room. */
export interface Finder {
  /** What is found from now on lies below this folder, which is where its input was given; null for what is in none. */
  below(root: PathText | null): void
  /**
   * A file, or something that was asked for and cannot be worked on.
   * @param identity by which it is recognised when it is met again
   */
  found(path: PathText, facts: FileFacts, problem: Problem | null, identity: PathText): void
  /** Something that does not count. */
  leftOut(reason: LeftOutReason): void
  /** Nothing new: a chance to hand on what has been held for long. */
  pulse(): void
}
