import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { ifExistsSchema, outputSchema } from '../../../shared/model/output.ts'
import type { JobInput } from '../../../shared/model/job.ts'
import { wrongUsage } from './failure.ts'

/** The options that say where outputs go, as commander hands them over. */
export interface RawOutputOptions {
  readonly outputDir?: string
  readonly keepTree?: true
  readonly inPlace?: true
  readonly outputName?: string
  readonly ifExists?: string
  readonly keepDates?: true
  readonly keepPermissions?: true
}

type Output = NonNullable<JobInput['output']>

/** Adds the options that say where outputs go and what they are called. */
export function addOutputOptions(command: Command): Command {
  return command
    .option('--output-dir <folder>', 'write outputs into this folder (default: beside each input)')
    .option('--keep-tree', 'keep the folders below each input in --output-dir')
    .option('--in-place', 'put each output in the place of its input, once it is whole')
    .option('--output-name <template>', 'what outputs are called, as in {/.}-small.{newext}')
    .addOption(
      new Option(
        '--if-exists <policy>',
        'what becomes of an output whose name is taken (default: number)',
      ).choices(ifExistsSchema.options),
    )
    .option('--keep-dates', 'give outputs the dates of their inputs')
    .option('--keep-permissions', 'give outputs the permissions of their inputs')
}

/**
 * Checks what was typed about outputs: what was given comes before what the preset says.
 *
 * @throws CommandFailure wrong usage
 */
export function parseOutput(
  raw: RawOutputOptions,
  preset: Output | undefined,
  workingFolder: string,
): Output {
  const place = placeOf(raw, preset, workingFolder)
  if (raw.outputName === '') throw wrongUsage('--output-name needs a name, as in {/.}-small.{newext}.')
  const typed = {
    ...preset,
    ...(place !== undefined && { place }),
    ...(raw.outputName !== undefined && { name: raw.outputName }),
    ...(raw.ifExists !== undefined && { ifExists: ifExistsSchema.parse(raw.ifExists) }),
    ...(raw.keepDates && { keepDates: true }),
    ...(raw.keepPermissions && { keepPermissions: true }),
  }
  const [issue] = outputSchema.safeParse(typed).error?.issues ?? []
  if (issue !== undefined) throw wrongUsage(`the options of outputs do not fit: ${issue.message}.`)
  return typed
}

function placeOf(
  { outputDir, keepTree, inPlace }: RawOutputOptions,
  preset: Output | undefined,
  workingFolder: string,
): Output['place'] {
  if (inPlace && outputDir !== undefined) {
    throw wrongUsage('--in-place and --output-dir name two places; leave one of them out.')
  }
  if (inPlace && keepTree) throw wrongUsage('--keep-tree needs --output-dir, not --in-place.')
  if (inPlace) return { kind: 'in-place' }
  if (outputDir === '') throw wrongUsage('--output-dir needs the name of a folder.')
  if (outputDir !== undefined) {
    return { kind: 'folder', path: resolve(workingFolder, outputDir), keepTree: keepTree ?? false }
  }
  if (!keepTree) return undefined
  const kept = preset?.place
  if (kept?.kind !== 'folder') throw wrongUsage('--keep-tree needs --output-dir FOLDER.')
  return { ...kept, keepTree: true }
}
