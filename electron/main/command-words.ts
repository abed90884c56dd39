/** What the command line knows. A test holds this list to what `batchyard --help` tells. */
const commands: ReadonlySet<string> = new Set([
  'run',
  'plan',
  'try',
  'resume',
  'retry',
  'pause',
  'drain',
  'cancel',
  'undo',
  'runs',
  'show',
  'log',
  'groups',
  'compare',
  'export',
  'presets',
  'serve',
  'doctor',
  'tasks',
  'help',
  '--help',
  '-h',
  '--version',
  '-V',
])

/**
 * Whether the words are meant for the command line: `batchyard run …` opens no window. A file that bears the
 * name of a command is opened with `batchyard ./run`.
 */
export function isCommandLine([first]: readonly string[]): boolean {
  return first !== undefined && commands.has(first)
}
