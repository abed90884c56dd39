import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import type { PresetSummary } from '../../../shared/model/preset.ts'
import { toPathBytes } from '../../engine/path-bytes.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { couldNotStart, wrongUsage } from './failure.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type Client } from './local-engine.ts'
import { print, tell } from './output.ts'
import { readPresetFile } from './preset-option.ts'
import { jobOf, presetOf, withPathList } from './run.ts'
import { addJobOptions, parseDataDirectory, parseJobRequest, type RawJobOptions } from './run-request.ts'
import { tableLines, type TableColumn } from './table.ts'
import { localTime } from './time-text.ts'

interface RawPresetOptions {
  readonly json?: true
  readonly dataDir?: string
}

interface RawImportOptions extends RawPresetOptions {
  readonly name?: string
}

interface RawExportOptions extends RawPresetOptions {
  readonly file?: string
}

interface RawSaveOptions extends RawJobOptions {
  readonly json?: true
}

/**
 * The command, with commands of its own.
 *
 * @param onEnd told the exit code of the one that was called
 */
export function describePresetsCommand(interruption: Interruption, onEnd: (code: ExitCode) => void): Command {
  const presets = new Command('presets').description(
    'List, save, share and delete presets: jobs with a name.',
  )
  const list = addPresetOptions(new Command('list')).description(
    'List the presets (what presets alone does).',
  )
  const show = addPresetOptions(new Command('show'))
    .description('Print a preset in the form of its file.')
    .argument('<name>')
  const save = addJobOptions(new Command('save').argument('<name>', 'how the preset is called')).description(
    'Save a job as a preset; one of that name is changed.',
  )
  addPresetOptions(save)
  const importing = addPresetOptions(new Command('import'))
    .description('Save the preset that is in a file.')
    .argument('<file>')
    .option('--name <name>', 'another name than the one in the file')
  const exporting = addPresetOptions(new Command('export'))
    .description('Write a preset to a file.')
    .argument('<name>')
    .option('--file <file>', 'the file to write (default: the name, in the working folder)')
  const deleting = addPresetOptions(new Command('delete')).description('Delete a preset.').argument('<name>')

  list.allowExcessArguments().action(async (raw: RawPresetOptions, { args }: Command) => {
    // As the default it gets every word that is none of the other commands.
    const [unknown] = args
    if (unknown !== undefined) {
      throw wrongUsage(`presets ${unknown}: expected one of list, show, save, import, export, delete.`)
    }
    onEnd(await withPresets(raw, (client) => listPresets(client, raw)))
  })
  show.action(async (name: string, raw: RawPresetOptions) =>
    onEnd(await withPresets(raw, (client) => showPreset(client, name))),
  )
  save.action(async (name: string, inputs: string[], raw: RawSaveOptions) =>
    onEnd(await savePreset(name, inputs, raw, interruption)),
  )
  importing.action(async (file: string, raw: RawImportOptions) =>
    onEnd(await withPresets(raw, (client) => importPreset(client, file, raw))),
  )
  exporting.action(async (name: string, raw: RawExportOptions) =>
    onEnd(await withPresets(raw, (client) => exportPreset(client, name, raw))),
  )
  deleting.action(async (name: string, raw: RawPresetOptions) =>
    onEnd(await withPresets(raw, (client) => deletePreset(client, name, raw))),
  )
  presets.addCommand(list, { isDefault: true })
  for (const command of [show, save, importing, exporting, deleting]) presets.addCommand(command)
  return presets
}

function addPresetOptions(command: Command): Command {
  return command
    .option('--json', 'print what there is to tell as JSON')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
}

async function withPresets(
  raw: { readonly dataDir?: string },
  use: (client: Client) => Promise<void>,
): Promise<ExitCode> {
  await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), ({ client }) => use(client))
  return exitCodes.succeeded
}

const columns: readonly TableColumn[] = [
  { title: 'NAME' },
  { title: 'TASK' },
  { title: 'INPUTS', align: 'right' },
  { title: 'CHANGED' },
  { title: 'FROM' },
]

async function listPresets(client: Client, raw: RawPresetOptions): Promise<void> {
  const presets = await client.presets.list()
  if (raw.json === true) await print(`${JSON.stringify(presets)}\n`)
  else if (presets.length === 0) await print('There are no presets yet.\n')
  else await print(`${tableLines(columns, presets.map(cells), { header: true }).join('\n')}\n`)
}

function cells({ name, taskType, inputCount, updatedAt, origin }: PresetSummary): string[] {
  return [name, taskType, String(inputCount), localTime(updatedAt), origin === 'own' ? 'here' : 'a file']
}

async function showPreset(client: Client, name: string): Promise<void> {
  const { text } = await client.presets.export({ name })
  await print(text.endsWith('\n') ? text : `${text}\n`)
}

async function savePreset(
  name: string,
  more: readonly string[],
  raw: RawSaveOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  const request = parseJobRequest(more, raw, await presetOf(raw, dataDirectory), { inputs: 'optional' })
  if (request.inputs?.list?.file === '-') {
    throw wrongUsage('a list from -: standard input cannot be kept in a preset; name a file.')
  }
  return await withPathList(request, dataDirectory, interruption, async (list) => {
    return await withPresets(raw, async (client) => {
      const job = await jobOf(client, request, list)
      const existing = (await client.presets.list()).find((preset) => preset.name === name.trim())
      const saved = await client.presets.save({
        ...(existing === undefined ? {} : { id: existing.id }),
        name,
        job,
        origin: request.origin,
      })
      if (raw.json === true) await print(`${JSON.stringify(saved)}\n`)
      else tell(`Preset ${saved.name} ${existing === undefined ? 'saved' : 'changed'}.`)
    })
  })
}

async function importPreset(client: Client, file: string, raw: RawImportOptions): Promise<void> {
  const { name, job } = await client.presets.import({ text: await readPresetFile(file, process.cwd()) })
  const saved = await client.presets.save({ name: raw.name ?? name, job, origin: 'imported' })
  if (raw.json === true) await print(`${JSON.stringify(saved)}\n`)
  else tell(`Preset ${saved.name} saved; its task is ${saved.job.task.type}.`)
}

async function exportPreset(client: Client, name: string, raw: RawExportOptions): Promise<void> {
  const { fileName, text } = await client.presets.export({ name })
  const file = resolve(raw.file ?? fileName)
  try {
    // A file that is there may be somebody's only copy of another preset.
    await writeFile(toPathBytes(file), text, { flag: 'wx' })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const reason = error instanceof Error ? error.message : String(error)
    throw couldNotStart(
      exists
        ? `${file} exists already; choose another name with --file.`
        : `${file} could not be written: ${reason}.`,
      error,
    )
  }
  if (raw.json === true) await print(`${JSON.stringify({ name, path: file })}\n`)
  else tell(`Preset ${name} written to ${file}.`)
}

async function deletePreset(client: Client, name: string, raw: RawPresetOptions): Promise<void> {
  const deleted = await client.presets.delete({ name })
  if (raw.json === true) await print(`${JSON.stringify({ name, ...deleted })}\n`)
  else tell(`Preset ${name} deleted.`)
}
