import { basename, dirname, isAbsolute, sep } from 'node:path'
import type { ItemErrorCode } from '../../../shared/contract/errors.ts'
import type { OutputOptions, OutputPlace } from '../../../shared/model/output.ts'
import {
  fillOutputName,
  parseOutputName,
  type OutputMetadata,
  type OutputNameTemplate,
} from '../../../shared/model/output-name.ts'
import { extensionOf } from '../../../shared/model/path-template.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { EngineError } from '../errors.ts'
import { quotePath } from '../inputs/problems.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import { nameProblem, pathProblem } from './path-rules.ts'

/** An item whose output is to be planned. One that has a problem is left out: nothing will be made of it. */
export interface OutputItem {
  readonly seq: number
  readonly path: PathText
  /** Milliseconds since 1970; null where it could not be told. */
  readonly modifiedAt: number | null
  /** The folder that was given as input, in which the file was found; null where the file itself was given. */
  readonly inputRoot: PathText | null
}

/** Where an output is to stand, or why there is no such place. */
export type Target =
  | { readonly ok: true; readonly path: PathText }
  | { readonly ok: false; readonly code: ItemErrorCode; readonly message: string }

/** Says where the outputs of a job go. It looks at no disk. */
export class Targets {
  readonly place: OutputPlace
  readonly #task: TaskOutput
  /** Null where outputs take the places of their inputs. */
  readonly #template: OutputNameTemplate | null

  /** @throws EngineError INVALID_INPUT for a template or a place that no item could have an output with */
  constructor(output: OutputOptions, task: TaskOutput) {
    this.place = task.place ?? output.place
    this.#task = task
    this.#template = this.place.kind === 'in-place' ? null : readTemplate(output.name ?? task.defaultName)
    checkPlace(this.place, output, task)
  }

  get needsMetadata(): boolean {
    return this.#template?.needsMetadata ?? false
  }

  /**
   * @param counter what `{n}` stands for
   * @param metadata of the input; only looked at where `needsMetadata`
   */
  targetOf(item: OutputItem, counter: number, metadata: OutputMetadata): Target {
    const name = quotePath(item.path)
    const { path, seq, modifiedAt } = item
    if (this.place.kind !== 'folder' && !isAbsolute(path)) {
      return refused(`${name} is not a file, so there is no folder beside it. Choose a folder for outputs.`)
    }
    const baseName = this.#task.baseName === undefined ? basename(path) : this.#task.baseName(basename(path))
    if (baseName === null) {
      return refused(
        `The regular expression takes too long on ${name}. Simplify it: repetitions within repetitions are slow.`,
      )
    }
    const extension = extensionOf(baseName, '').slice(1)
    const newExtension = this.#task.extension(extension)
    if (this.#template === null) {
      if (newExtension.toLowerCase() === extension.toLowerCase()) return { ok: true, path }
      return refused(
        `${name} cannot be replaced by a file of another kind (${newExtension}). Choose another place for outputs.`,
      )
    }
    const relative = relativeFolder(item)
    const values = { baseName, seq, counter, relative, modifiedAt, newExtension, metadata }
    const filled = fillOutputName(this.#template, values, sep === '/' ? '/' : `${sep}/`)
    if (!filled.ok) return refused(`The name of the output of ${name} ${filled.message}.`)
    const names = filled.value.split('/')
    const target = join([...this.#folders(path, relative), ...names])
    const wrong =
      names.map((each) => nameProblem(each)).find((problem) => problem !== null) ?? pathProblem(target)
    if (wrong === null) return { ok: true, path: target }
    return refused(`The output of ${name} would be ${quotePath(target)}, ${wrong}.`)
  }

  #folders(path: PathText, relative: PathText): PathText[] {
    if (this.place.kind !== 'folder') return [dirname(path)]
    if (!this.place.keepTree || relative === '') return [this.place.path]
    return [this.place.path, ...relative.split('/')]
  }
}

function readTemplate(text: string): OutputNameTemplate {
  const read = parseOutputName(text)
  if (read.ok) return read.value
  throw new EngineError('INVALID_INPUT', `The output name ${read.message}.`, { data: { name: text } })
}

function checkPlace(place: OutputPlace, output: OutputOptions, task: TaskOutput): void {
  if (place.kind === 'folder' && !isAbsolute(place.path)) {
    throw new EngineError(
      'INVALID_INPUT',
      `The folder for outputs must be given as an absolute path, and ${quotePath(place.path)} is none.`,
    )
  }
  if (place.kind !== 'in-place') return
  if (task.effect === 'moves') {
    throw new EngineError(
      'INVALID_INPUT',
      'Files that are moved cannot stay in their places. Choose a folder for them.',
    )
  }
  if (output.name !== undefined) {
    throw new EngineError(
      'INVALID_INPUT',
      'Outputs that take the places of their inputs keep their names. Leave the output name out.',
    )
  }
}

/** The folder of the item below the input that was given, its names parted by `/`; empty for the folder itself. */
function relativeFolder({ path, inputRoot }: OutputItem): PathText {
  if (inputRoot === null) return ''
  const prefix = inputRoot.endsWith(sep) ? inputRoot : inputRoot + sep
  const folder = dirname(path)
  return folder.startsWith(prefix) ? folder.slice(prefix.length).replaceAll(sep, '/') : ''
}

function join([folder = '', ...names]: readonly PathText[]): PathText {
  const below = names.join(sep)
  return folder.endsWith(sep) ? folder + below : folder + sep + below
}

function refused(message: string): Target {
  return { ok: false, code: 'OUTPUT_NAME', message }
}
