import { dirname } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { realPath, withSeparator } from '../../inputs/real-path.ts'
import type { Level } from '../compression/format-names.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import { TargetFile } from '../files/target-file.ts'
import type { TaskContext, TaskFunction } from '../task-type.ts'
import { archiveEntries, lookAt, type ArchiveEntry } from './archive-entries.ts'
import type { ZipParameters } from './parameters.ts'

const compressionLevels: Readonly<Record<Level, number>> = { fast: 1, normal: 6, best: 9 }

/** A regular file that everybody may read, as `stat` has it. */
const usualMode = 0o100644
/** A folder that everybody may read. */
const usualFolderMode = 0o040755

/** How much was done of an archive, in bytes of the files that go into it. */
interface Progress {
  readonly total: number
  done: number
  entries: number
}

/** Makes the function that puts a file, or a folder with all that is in it, into a zip archive. */
export function createZipTask({ level, dates }: ZipParameters): TaskFunction {
  const buffer = createReadBuffer()
  const compressionLevel = compressionLevels[level]

  /** Adds a file and waits until it has been read. */
  async function addFile(
    archive: ZipFile,
    { path, name }: ArchiveEntry,
    context: TaskContext,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    using source = new SourceFile(path, buffer, context)
    const read = Promise.withResolvers<void>()
    const options = { compressionLevel, ...attributes(source.modifiedAt, source.mode, usualMode) }
    // A stream that is made only now does not stay with the archive until its end.
    archive.addReadStreamLazy(name, options, (give) => {
      const content = Readable.from(copies(source, context, progress), { objectMode: false })
      finished(content, { signal, cleanup: true })
        .finally(() => content.destroy())
        .then(read.resolve, read.reject)
      give(null, content)
    })
    await read.promise
  }

  function addFolder(archive: ZipFile, { path, name }: ArchiveEntry): void {
    const { mtime, mode } = lookAt(path)
    archive.addEmptyDirectory(name, attributes(mtime, mode, usualFolderMode))
  }

  function attributes(mtime: Date, mode: number, usual: number): Parameters<ZipFile['addEmptyDirectory']>[1] {
    if (dates === 'keep') return { mtime, mode }
    // The first moment that the format has, in local time, as the format has it.
    return { mtime: new Date(1980, 0, 1), mode: usual, forceDosTimestamp: true }
  }

  return async (item, context) => {
    refuseOutputInside(item.path, context)
    const progress: Progress = { total: bytesOf(item.path, context), done: 0, entries: 0 }
    using target = new TargetFile(context)
    const archive = new ZipFile()
    await writeArchive(archive, target, async (signal) => {
      for (const entry of archiveEntries(item.path, (path) => {
        context.report(`left out, as it is neither file nor folder: ${quotePath(path)}`)
      })) {
        context.throwIfCancelled()
        if (entry.isFolder) addFolder(archive, entry)
        else await addFile(archive, entry, context, progress, signal)
        progress.entries += 1
      }
      archive.end()
    })
    target.finish()
    return [progress.done, target.size, progress.entries]
  }
}

/** @throws ItemError OUTPUT_IS_INPUT where the archive would be a part of what goes into it */
function refuseOutputInside(path: PathText, { output }: TaskContext): void {
  if (output === undefined || !lookAt(path).isDirectory()) return
  if (!withSeparator(realPath(dirname(output.path))).startsWith(withSeparator(realPath(path)))) return
  throw new ItemError(
    'OUTPUT_IS_INPUT',
    `The archive of ${quotePath(path)} would stand in that folder itself. Choose a place outside of it.`,
  )
}

/** How many bytes the files have in all that go into the archive. */
function bytesOf(path: PathText, context: TaskContext): number {
  let bytes = 0
  for (const entry of archiveEntries(path, () => {})) {
    context.throwIfCancelled()
    if (!entry.isFolder) bytes += lookAt(entry.path).size
  }
  return bytes
}

/** The content of a file. A stream reads ahead, so it cannot be given the buffer that is used again. */
function* copies(
  source: SourceFile,
  context: TaskContext,
  progress: Progress,
): Generator<Buffer, void, undefined> {
  for (const piece of source.quietPieces()) {
    progress.done += piece.length
    context.progress(progress.done, Math.max(progress.done, progress.total))
    yield Buffer.from(piece)
  }
}

/**
 * Writes what is put into an archive as it comes.
 * @param fill adds the entries one after another, and ends the archive; its signal says that writing has failed
 */
async function writeArchive(
  archive: ZipFile,
  target: TargetFile,
  fill: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const ending = new AbortController()
  const failures: unknown[] = []
  const stop = (error: unknown): void => {
    failures.push(error)
    ending.abort()
  }
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
  const written = pipeline(archive.outputStream, sink, { signal: ending.signal })
  await Promise.all([written.catch(stop), fill(ending.signal).catch(stop)])
  if (failures.length > 0) throw failures[0]
}
