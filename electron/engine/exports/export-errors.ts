import { displayPath } from '../../../shared/model/path-text.ts'
import { EngineError, errorCode } from '../errors.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not write there, or another program has the file open',
  EPERM: 'this user may not write there, or another program has the file open',
  EBUSY: 'another program has the file open',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the file system allows',
  ENAMETOOLONG: 'the name is longer than the file system allows',
  ELOOP: 'its symbolic links lead back to themselves',
  EIO: 'the drive reported an error',
  EPIPE: 'the program that read it has closed the connection',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed before the end',
  ERR_STREAM_DESTROYED: 'the connection was closed before the end',
  ABORT_ERR: 'it was cancelled',
}

function codeOf(error: unknown): string | null {
  if (error instanceof Error && error.name === 'AbortError') return 'ABORT_ERR'
  const code = errorCode(error)
  return code === '' ? null : code
}

/** What an error means to the person who asked for the export. `path` is null for a stream. */
export function exportError(error: unknown, path: string | null): EngineError {
  if (error instanceof EngineError) return error
  const code = codeOf(error)
  const known = code === null ? undefined : reasons[code]
  const reason = known ?? (error instanceof Error ? error.message : String(error))
  const message =
    path === null
      ? `The export was not completed: ${reason}.`
      : `The file ${displayPath(path)} could not be written: ${reason}. Choose another file or mend that, then export again.`
  return new EngineError('EXPORT_FAILED', message, { data: { path, reason: code }, cause: error })
}
