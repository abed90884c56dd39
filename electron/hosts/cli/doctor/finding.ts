/** One thing that was looked at. */
export interface Finding {
  /** Stable, for programs. */
  readonly subject:
    | 'version'
    | 'data folder'
    | 'database'
    | 'integrity'
    | 'backups'
    | 'disk space'
    | 'runs'
    | 'processes'
    | 'open files'
    | 'leftovers'
  /** `warning`: works, but may not for long. `wrong`: does not work. */
  readonly status: 'good' | 'warning' | 'wrong'
  /** What was found and, where it is not good, what can be done. */
  readonly message: string
}
