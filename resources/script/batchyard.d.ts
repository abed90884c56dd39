/**
 * What a script of Batchyard is given, and what it may export. For editors and type checkers: copy this file beside a
 * script and begin it with
 *
 *     import type { ScriptContext, ScriptItem } from './batchyard.d.ts'
 *
 * A script is a module. All that it needs to have is a default export, a function that is called for each file.
 */

/** One entry of the input list, usually a file. */
export interface ScriptItem {
  /**
   * Its path, absolute for a file; for a number of a range, the number. A name that is not valid UTF-8 is not all in it: for
   * reading and writing such files use `pathBytes`.
   */
  readonly path: string
  /** The path, byte for byte: every function of node:fs takes it in the place of a path. */
  readonly pathBytes: Buffer
  /** The last part of the path, such as `photo.jpg`. */
  readonly name: string
  /** Of the name, without its dot, such as `jpg`; empty where there is none. */
  readonly extension: string
  /** The path without the name. */
  readonly folder: string
  /** Bytes when it was found; null where that could not be told. */
  readonly size: number | null
  /** Its place in the input, from 1. */
  readonly seq: number
}

/** A value that was given as the parameter `params`. */
export type ScriptValue =
  string | number | boolean | null | readonly ScriptValue[] | { readonly [name: string]: ScriptValue }

/** What a script may use while it works on an item. */
export interface ScriptContext {
  /** What was given as `params`, by name. */
  readonly params: Readonly<Record<string, ScriptValue | undefined>>
  /**
   * Where to write the output, for a script that exports `output`; null for any other. It is a temporary name: once the
   * function has returned, the file is put into its place, and if it throws, the file is removed.
   */
  readonly output: string | null
  /** The same, byte for byte. */
  readonly outputBytes: Buffer | null
  /** Aborted when the run is cancelled. Hand it on to whatever takes a signal. */
  readonly signal: AbortSignal
  /** The number of the worker that runs the item, from 1: no other one has it at the same moment. */
  readonly worker: number
  /** Says something that goes into the item's log, as console.log does. What is no text is written as JSON. */
  log(message: unknown): void
  /** Tells how far the item is, in bytes or in any unit. Cheap: call it as often as you like. */
  progress(done: number, total: number): void
  /** Throws when the run was cancelled. To be called now and then where the script computes for long. */
  throwIfCancelled(): void
}

/** What is given to `init`. */
export interface ScriptSetup {
  /** What was given as `params`, by name. */
  readonly params: Readonly<Record<string, ScriptValue | undefined>>
}

/** What may stand in a result column. A date is kept in ISO 8601, lists and objects as JSON. */
export type ScriptCell = string | number | bigint | boolean | null | undefined | Date | object

/**
 * `export default`: does the work on one item. With `columns` it returns an object with their names, or nothing; without,
 * whatever is to stand in the one column `result`. What it throws is the item's error, and no other item's.
 */
export type ScriptFunction = (item: ScriptItem, context: ScriptContext) => unknown

/** `export const columns`: the result columns, by name or with a type. Types are for sorting and for export. */
export type ScriptColumns = readonly (
  string | { readonly name: string; readonly type: 'text' | 'integer' | 'number' | 'boolean' }
)[]

/** `export const output`: the script makes a file of each item. */
export interface ScriptOutput {
  /** Of the file, without its dot. Left out: that of the item. */
  readonly extension?: string
  /** Its name where the job says none, such as `{/.}-small.{newext}`. */
  readonly name?: string
}

/** `export function init`: called once in each worker, before its first item. */
export type ScriptInit = (setup: ScriptSetup) => unknown

/** `export function dispose`: called once in each worker, after its last item, if the worker ends in good order. */
export type ScriptDispose = () => unknown
