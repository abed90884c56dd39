import type { z } from 'zod'
import type { Cell, ResultColumn } from '../../../shared/model/result.ts'
import type { ErrorDescription } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'

/** What a worker is given of an item: plain data, so that it could travel to another machine. */
export interface TaskItem {
  readonly seq: number
  readonly path: PathText
  /** Bytes when it was found; null where it could not be told. */
  readonly size: number | null
  /** Why it cannot be worked on, where that was seen when it was found: the worker fails it with this. */
  readonly problem: ErrorDescription | null
  /** Whether it was worked on, or waited, before: then what it was found with may be out of date. */
  readonly isAgain: boolean
}

/**
 * Where a task that writes a file writes it. The engine has made sure of the folder; when the task has returned
 * it flushes the file, gives it its dates and permissions, and renames it into its place. When the task throws,
 * or its worker dies, the engine removes what is there.
 */
export interface OutputSlot {
  /** Where the output will stand. A task must not touch it. */
  readonly path: PathText
  /** The file that the task makes, in the folder of `path`. It does not exist yet, and ends in the extension of `path`. */
  readonly temporary: PathText
}

/** What a task may use while it works on an item. */
export interface TaskContext {
  /** There for task types with outputs, unless the engine moves the input itself. */
  readonly output?: OutputSlot
  /** Tells how far the item is, in bytes. Cheap: call it as often as you like. */
  progress(bytesDone: number, bytesTotal: number): void
  /** Throws when the run was cancelled. A task that takes long calls it between steps. */
  throwIfCancelled(): void
  /** Aborted when the run is cancelled. It is seen by a task that waits, not by one that computes. */
  readonly signal: AbortSignal
  /** Says something that goes into the item's log. Must be cloneable; text becomes a line. */
  report(message: unknown): void
}

/** Works on one item and returns the values of the task type's result columns, in their order. */
export type TaskFunction = (
  item: TaskItem,
  context: TaskContext,
) => readonly Cell[] | Promise<readonly Cell[]>

/** What a task that makes a file of each item says of these files. */
export interface TaskOutput {
  /**
   * - `writes`: the task makes `context.output.temporary`.
   * - `moves`: the input itself gets the place and name of the output, once the task has returned. The task may look
   *   at the input, and writes nothing.
   */
  readonly effect: 'writes' | 'moves'
  /** The template of names where the job has none, such as `{/.}-small.{newext}` (`shared/model/output-name.ts`). */
  readonly defaultName: string
  /**
   * The extension that the output has, without its dot: what `{newext}` stands for.
   * @param inputExtension that of the input, without its dot; empty where it has none
   */
  extension(inputExtension: string): string
}

/**
 * A kind of work on one file. The definition is light and is loaded everywhere; the code that does the
 * work is loaded only in workers, by `load`.
 */
export interface TaskType<Schema extends z.ZodObject = z.ZodObject> {
  /** Stable name, as in `--task checksum`. */
  readonly id: string
  /** Raised whenever the same parameters would give another result. */
  readonly version: number
  readonly title: string
  readonly description: string
  /** Every parameter has a default. */
  readonly parameters: Schema
  /** Whether items must be files, or may be anything that an input names, such as a number. */
  readonly accepts: 'files' | 'anything'
  /**
   * Where the work is done: in threads, or in processes of their own, for work that starts programs, or runs native
   * code that a hostile file may bring down. Those are small, so that starting one is quick, and what is lost with one of them is no more than its item.
   */
  readonly workers: 'threads' | 'processes'
  readonly resultColumns: readonly ResultColumn[]
  /** What is made of each item with these parameters; null for nothing. Left out: the task type only ever looks. */
  output?(parameters: z.output<Schema>): TaskOutput | null
  /**
   * Looks, before a run begins, whether the work can be done at all with these parameters, as far as their
   * schema cannot say: whether a program is there, for one. Default: it can.
   * @throws EngineError INVALID_PARAMETERS
   */
  check?(parameters: z.output<Schema>): Promise<void>
  /** Loads the code and makes the function that is applied to each item. Called once in each worker. */
  load(parameters: z.output<Schema>): Promise<TaskFunction>
}
