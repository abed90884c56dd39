import type { z } from 'zod'
import type { OutputPlace } from '../../../shared/model/output.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { Cell, ResultColumn } from '../../../shared/model/result.ts'
import type { ErrorDescription } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { ItemError } from '../errors.ts'

/** What a worker is given of an item: plain data, so that it could travel to another machine. */
export interface TaskItem {
  readonly seq: number
  readonly path: PathText
  /** The path from the folder on that the input named; the base name of a file that was named itself. */
  readonly relative: PathText
  /** Bytes when it was found; null where it could not be told. */
  readonly size: number | null
  /** Why it cannot be worked on, where that was seen when it was found: the worker fails it with this. */
  readonly problem: ErrorDescription | null
  /** Whether it was worked on, or waited, before: then what it was found with may be out of date. */
  readonly isAgain: boolean
  /**
   * What is planned for its output; null where the task makes none. Only what is to be done arrives: `create`,
   * `replace` and `replace-input`.
   */
  readonly output: PlannedOutput | null
}

/** An item as it travels to a worker: with what tells a file that was changed since from the one that was found. */
export interface SentItem extends Omit<TaskItem, 'relative'> {
  /** Milliseconds since 1970, when it was found; null where it could not be told. */
  readonly modifiedAt: number | null
}

/** By what a changed file is told from the one that was found. `Stats` of the file are one. */
export interface FileIdentity {
  readonly size: number
  /** Milliseconds since 1970. */
  readonly mtimeMs: number
}

/** What of a task is code, as it would run: what somebody has to read who did not write it. */
export interface TaskCode {
  /** For a person, whole. What is invisible in it is not made visible yet: see `shared/model/visible-code.ts`. */
  readonly text: string
  /** Every parameter that has a part in what runs: with any other value it would be other code. */
  readonly parameters: Readonly<Record<string, unknown>>
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
  /** The number of the worker, from 1: no other one of the run has it at the same moment. */
  readonly worker: number
  /** Aborted when the run is cancelled. It is seen by a task that waits, not by one that computes. */
  readonly signal: AbortSignal
  /** For a task type that `tellsFile`: what the open file was like when it had been read to its end. */
  sawFile?(identity: FileIdentity): void
  /** Says something that goes into the item's log. Must be cloneable; text becomes a line. */
  report(message: unknown): void
}

/** Works on one item and returns the values of the task type's result columns, in their order. */
export type TaskFunction = (
  item: TaskItem,
  context: TaskContext,
) => readonly Cell[] | Promise<readonly Cell[]>

/** What became of one item of a group. */
export type GroupOutcome =
  | { readonly values: readonly Cell[] }
  | {
      readonly error: ItemError
      /** Whether it is the failure of the whole call: then nobody knows which of its items is to blame. */
      readonly isShared: boolean
    }

/**
 * Works on several items by one call and returns what became of each, in their order. What it throws is the failure of
 * the whole call.
 */
export type GroupFunction = (
  items: readonly TaskItem[],
  context: TaskContext,
) => Promise<readonly GroupOutcome[]>

/** How the items of a run are put together, where the work takes several at once. */
export interface TaskGroups {
  /** How many items a group has at most. */
  readonly size: number
  /** What the items of a group may weigh together. An item that weighs more is a group of its own. */
  readonly room: number
  /** What an item adds to that. */
  weightOf(path: PathText): number
  /**
   * What becomes of the items of a group that failed as a whole: each is tried again in a group of its own (`alone`), or
   * all of them fail (`fail`).
   */
  readonly whenFailed: 'alone' | 'fail'
  /** The call for a group, as words: for people. */
  wordsOf(paths: readonly PathText[]): readonly PathText[]
}

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
  /** Where outputs stand whatever the job says. Left out: the job says it. */
  readonly place?: OutputPlace
  /**
   * What the input's base name counts as where a template says `{/}`, `{/.}` or `{ext}`; null where that takes too long to
   * find out. Left out: as it is.
   */
  baseName?(name: string): string | null
  /** What `{n}` begins with, and how much is added for each further item. Left out: 1 and 1. */
  readonly counter?: { readonly first: number; readonly step: number }
}

/** What a task can work on: files; these and whole folders; or anything that an input names, such as a number. */
export type AcceptedItems = 'files' | 'folders' | 'anything'

/** What the value of a parameter is like: as `Condition` of `shared/model/task-type.ts`, for its own type. */
type ConditionOn<Value> =
  { readonly isOneOf: readonly Value[] } | { readonly isFilled: true } | { readonly contains: string }

/**
 * When a parameter has an effect: conditions on others, by their names. All conditions of at least one of the entries
 * must hold.
 */
export type AppliesWhen<Values> = readonly {
  readonly [Name in keyof Values]?: ConditionOn<Values[Name]>
}[]

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
  /**
   * The parameters that have no effect with some values of others: forms show them only when they have one. Left out:
   * each always has.
   */
  readonly appliesWhen?: {
    readonly [Name in keyof z.output<Schema>]?: AppliesWhen<z.output<Schema>>
  }
  /** What items may be. */
  readonly accepts: AcceptedItems
  /**
   * Where the work is done: in threads, or in processes of their own, for work that starts programs, or runs native
   * code that a hostile file may bring down. Those are small, so that starting one is quick, and what is lost with one of them is no more than its item.
   */
  readonly workers: 'threads' | 'processes'
  /** The same, where it depends on the parameters. */
  workersFor?(parameters: z.output<Schema>): 'threads' | 'processes'
  readonly resultColumns: readonly ResultColumn[]
  /**
   * Whether the work says by `context.sawFile` what it has read, by the open file itself. Left out: the engine looks
   * at the item's path before the work and after it. A result of a file that was not the one found is never taken over
   * by a later run.
   */
  readonly tellsFile?: true
  /** The columns with these parameters. Left out: always `resultColumns`, which are those of the defaults. */
  columnsFor?(parameters: z.output<Schema>): readonly ResultColumn[]
  /** What is made of each item with these parameters; null for nothing. Left out: the task type only ever looks. */
  output?(parameters: z.output<Schema>): TaskOutput | null
  /**
   * Takes in what the parameters only point to, such as the text of a script's file, so that a run goes on with what
   * it began with. Runs nothing of it.
   * @throws EngineError INVALID_PARAMETERS
   */
  takeIn?(parameters: z.output<Schema>): Promise<z.output<Schema>>
  /** What of these parameters is code, after `takeIn`; null for nothing. Left out: none ever is. */
  code?(parameters: z.output<Schema>): TaskCode | null
  /**
   * Looks, before a run begins, whether the work can be done at all with these parameters, as far as their
   * schema cannot say: whether a program is there, for one. Default: it can.
   * @throws EngineError INVALID_PARAMETERS
   */
  check?(parameters: z.output<Schema>): Promise<void>
  /**
   * Adds to the parameters what only the code that they hold can tell, such as the columns that a script names. Called
   * in a worker, after `check` and before a run begins, with a time limit: it runs that code.
   * @throws EngineError INVALID_PARAMETERS
   */
  declare?(parameters: z.output<Schema>): Promise<z.output<Schema>>
  /** Loads the code and makes the function that is applied to each item. Called once in each worker. */
  load(parameters: z.output<Schema>): Promise<TaskFunction>
  /** How items are put together with these parameters; null for each by itself. Left out: always so. */
  groups?(parameters: z.output<Schema>): TaskGroups | null
  /** Instead of `load`, with parameters that have `groups`. Such a task makes no files. */
  loadGroups?(parameters: z.output<Schema>): Promise<GroupFunction>
}
