/**
 * The codes of every error that crosses a boundary. A code is stable: programs may test for it.
 * The message that comes with it says what happened, to which file, and what can be done.
 */

/** Errors of a request or of a run as a whole. */
export const errorCodes = {
  INVALID_INPUT: 'The request is not of the form the contract asks for.',
  UNKNOWN_TASK: 'There is no task type of that name.',
  INVALID_PARAMETERS: 'The parameters do not fit the task type.',
  INVALID_COLUMNS: 'A column was asked for that the run does not have.',
  NO_INPUT: 'No file matched the inputs.',
  RUN_NOT_FOUND: 'There is no run of that number.',
  RUN_NOT_ACTIVE: 'The run has already ended, so there is nothing to stop.',
  RUN_ACTIVE: 'The run is still at work, so this cannot be done with it yet.',
  RUN_ELSEWHERE: 'The run belongs to another Batchyard process.',
  OWNER_SILENT: 'The process that has the run at work did not answer in time.',
  NOTHING_TO_DO: 'Nothing is left to be done, so the run was not started again.',
  ITEM_NOT_FOUND: 'The run has no item of that number.',
  OUTPUT_NOT_FOUND: 'The item has made no output, or it was taken back.',
  ITEM_NOT_RUNNING: 'The item is not being worked on at the moment.',
  PRESET_NOT_FOUND: 'There is no such preset.',
  PRESET_EXISTS: 'Another preset has that name.',
  NOT_TRUSTED:
    'The job came from somebody else and holds a command or a script that was not accepted yet. Nothing of it was run.',
  INVALID_PRESET: 'The text is not a preset that this version understands.',
  PLAN_NOT_FOUND: 'There is no such plan: the newest ones are kept only.',
  TRY_NOT_FOUND: 'There is no such try: the newest ones are kept only.',
  EXPORT_FAILED: 'The file could not be written.',
  DATABASE_UNREADABLE: 'The database file cannot be opened or is not a Batchyard database.',
  DATABASE_TOO_NEW: 'The database was made by a newer version of Batchyard.',
  DATABASE_BUSY: 'Another program holds the database locked.',
  DISK_FULL: 'The volume that holds the database is full.',
  ENGINE_CLOSED: 'The engine is shutting down.',
  INTERNAL: 'Something unforeseen happened; the log has the details.',
} as const
export type ErrorCode = keyof typeof errorCodes

/** Why one item failed. They stand in the `error_code` column of results. */
export const itemErrorCodes = {
  NOT_FOUND: 'The file does not exist, or vanished after it was found.',
  PERMISSION_DENIED: 'The file or folder may not be read by this user.',
  NOT_A_FILE: 'A FIFO, socket or device: it has no content of its own to read.',
  LINK_LOOP: 'Symbolic links that lead back to themselves.',
  NAME_TOO_LONG: 'The path is longer than the file system allows.',
  READ_FAILED: 'The file could not be read to its end.',
  BUSY: 'The file or a resource it needs is in use; it may be free later.',
  INVALID_CONTENT:
    'The content of the file is not what the task works on: damaged, cut off, or of another kind.',
  TOO_LARGE: 'The file, or what would be made of it, is larger than the limit that the task keeps.',
  MISMATCH: 'The file is not what it was said to be: its checksum differs.',
  NOT_LISTED: 'There is no checksum that the file could be compared with.',
  OUTPUT_EXISTS: 'The output has the name of something that is there already.',
  OUTPUT_COLLISION: 'Two items of the run would write the same file.',
  OUTPUT_IS_INPUT: 'The output would replace an input of the same run.',
  OUTPUT_NAME: 'The name that the output would have is not one that the file system takes.',
  OUTPUT_CHANGED: 'What stands in the place of the output is no longer what was planned with.',
  WRITE_FAILED: 'The output could not be written.',
  NO_SPACE: 'The volume of the output has no room left.',
  TASK_FAILED: 'The task threw an error.',
  COMMAND_FAILED:
    'The program could not be run, did not end with an accepted exit code, or was ended by a signal.',
  TIMEOUT: 'The item took longer than its time limit and was ended.',
  ENDED_BY_USER: 'Its user ended the item while it was being worked on.',
  WORKER_DIED: 'The worker ended while it had the item in hand.',
} as const
export type ItemErrorCode = keyof typeof itemErrorCodes

/** Whether something that came from elsewhere is one of the codes of item errors. */
export function isItemErrorCode(code: unknown): code is ItemErrorCode {
  return typeof code === 'string' && Object.hasOwn(itemErrorCodes, code)
}
