import { basename } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { displayPath, type PathText } from '../../../../shared/model/path-text.ts'
import type { Level } from '../compression/format-names.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskFunction } from '../task-type.ts'
import type { ZipParameters } from './parameters.ts'

const compressionLevels: Readonly<Record<Level, number>> = { fast: 1, normal: 6, best: 9 }

/** A regular file that everybody may read, as `stat` has it. */
const usualMode = 0o100644

/** Makes the function that puts a file into a zip archive. */
export function createZipTask({ level, dates }: ZipParameters): TaskFunction {
  const buffer = createReadBuffer()
  return async (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    using target = new TargetFile(context)
    const counted = { size: 0 }
    const archive = new ZipFile()
    const content = Readable.from(copies(source, counted), { objectMode: false })
    archive.addReadStream(content, entryName(item.path), {
      compressionLevel: compressionLevels[level],
      ...attributes(source, dates),
    })
    archive.end()
    await writeArchive(archive, content, target)
    target.finish()
    return [counted.size, target.size]
  }
}

/** The content of the file. A stream reads ahead, so it cannot be given the buffer that is used again. */
function* copies(source: SourceFile, counted: { size: number }): Generator<Buffer, void, undefined> {
  for (const piece of source.pieces()) {
    counted.size += piece.length
    yield Buffer.from(piece)
  }
}

async function writeArchive(archive: ZipFile, content: Readable, target: TargetFile): Promise<void> {
  const ending = new AbortController()
  const failures: Error[] = []
  const stop = (error: Error): void => {
    failures.push(error)
    ending.abort()
  }
  content.on('error', stop)
  archive.on('error', stop)
  const sink = new Writable({
    write(bytes: Buffer, _encoding, done) {
      try {
        target.write(bytes)
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
  try {
    await pipeline(archive.outputStream, sink, { signal: ending.signal })
  } catch (error) {
    throw failures[0] ?? error
  } finally {
    content.destroy()
  }
}

function attributes(
  source: SourceFile,
  dates: ZipParameters['dates'],
): Parameters<ZipFile['addReadStream']>[2] {
  if (dates === 'keep') return { mtime: source.modifiedAt, mode: source.mode }
  // The first moment that the format has, in local time, as the format has it.
  return { mtime: new Date(1980, 0, 1), mode: usualMode, forceDosTimestamp: true }
}

/**
 * The name in the archive, which must be the same on every system and never lead to another place: without what
 * would part folders or name a drive there.
 */
function entryName(path: PathText): string {
  return displayPath(basename(path))
    .replaceAll('\\', '_')
    .replace(/^([A-Za-z]):/u, '$1_')
}
