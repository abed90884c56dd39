/** What the command's exit code says. Part of the interface: scripts test for it. */
export const exitCodes = {
  /** Every item succeeded, or the command did what was asked. */
  succeeded: 0,
  /** The run ended, and some items failed. */
  itemsFailed: 1,
  /** The command was not understood, or names a task, parameter or column that does not exist. */
  wrongUsage: 2,
  /** It could not start or could not be carried through: unreadable database, no input, disk full. */
  couldNotStart: 3,
  /** Cancelled by Ctrl-C (or SIGTERM, SIGHUP), after an orderly stop that keeps what was done. */
  cancelled: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
