/** What the command's exit code says. Part of the interface: scripts test for it. */
export const exitCodes = {
  /** Every item succeeded, or the command did what was asked. */
  succeeded: 0,
  /** The run ended, and some items failed. */
  itemsFailed: 1,
  /** Of `doctor`: something is wrong. */
  somethingWrong: 1,
  /** The command was not understood, or names a task, parameter or column that does not exist. */
  wrongUsage: 2,
  /** It could not start or could not be carried through: unreadable database, no input, disk full. */
  couldNotStart: 3,
  /** The run was stopped before everything was done: drained, or ended by `--stop-after-failures`. */
  stopped: 4,
  /** Cancelled by Ctrl-C (or SIGTERM, SIGHUP), after an orderly stop that keeps what was done. */
  cancelled: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
