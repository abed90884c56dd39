import { readFile, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { EngineError, errorCode } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { longestScript } from './limits.ts'

const extensions = /\.(?:ts|mts|js|mjs)$/iu

/** The parameters that say where a script's text is. */
export interface ScriptPlace {
  readonly source: string
  readonly file: string
  readonly baseFolder: string
}

/**
 * The text of the script: that of its file, where it has one.
 * @throws EngineError INVALID_PARAMETERS
 */
export async function takeInFile({ source, file, baseFolder }: ScriptPlace): Promise<string> {
  if (baseFolder !== '') await refuseNoFolder(baseFolder)
  if (file === '') {
    if (source.trim() !== '') return source
    throw invalid('source', 'There is no script. Write one, or name the file that holds it.')
  }
  if (!isAbsolute(file) || !file.isWellFormed()) {
    throw invalid('file', `${quotePath(file)}: the whole path of the script's file is needed, in UTF-8.`)
  }
  if (!extensions.test(file)) {
    throw invalid('file', `${quotePath(file)}: the file of a script ends in .ts, .mts, .js or .mjs.`)
  }
  return textOf(file, await read(file))
}

async function read(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file)
    if (size > longestScript) throw tooLong(file)
    return await readFile(file)
  } catch (error) {
    if (error instanceof EngineError) throw error
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'does not exist',
      EACCES: 'may not be read by this user',
      EISDIR: 'is a folder',
    }
    const reason = reasons[errorCode(error)] ?? `cannot be read (${errorCode(error)})`
    throw invalid('file', `The script's file ${quotePath(file)} ${reason}.`)
  }
}

function textOf(file: string, content: Buffer): string {
  if (content.length > longestScript) throw tooLong(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw invalid(
      'file',
      `The script's file ${quotePath(file)} is not text in UTF-8. Save it in that encoding.`,
    )
  }
}

async function refuseNoFolder(folder: string): Promise<void> {
  const isFolder = isAbsolute(folder) && folder.isWellFormed() && (await isDirectory(folder))
  if (!isFolder) {
    throw invalid('baseFolder', `${quotePath(folder)}: the whole path of a folder that exists is needed.`)
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

function tooLong(file: string): EngineError {
  const most = (longestScript / 1_000).toLocaleString('en')
  return invalid('file', `The script's file ${quotePath(file)} is longer than ${most} kB.`)
}

function invalid(parameter: string, message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'script', parameter } })
}
