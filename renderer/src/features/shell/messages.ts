/** Texts of the frame around the screens. */
export const shellMessages = {
  product: 'Batchyard',
  navigation: 'Screens',
  newJob: 'New job',
  presets: 'Presets',
  runs: 'Runs',
  settings: 'Settings',
  search: 'Search',
  openPalette: 'Search everything that can be done',
  openRun: '{name} (run {id})',
  toggleSidebar: 'Show or hide the sidebar',
  activeRuns: 'Active runs',
  activeRun: '{name}, {percent} % done',
  activeRunSearching: '{name}, finding files',
  collapse: 'Collapse sidebar',
  expand: 'Expand sidebar',
  theme: 'Theme',
  themes: { system: 'System theme', light: 'Light theme', dark: 'Dark theme' },
  switchTheme: '{current}. Switch to: {next}',
  version: 'Version {version}',
  dataDirectory: 'Database and settings: {path}',
  connecting: 'Connecting to the engine',
  lost: {
    title: 'The engine does not answer',
    before:
      'The connection was lost. Reconnecting by itself; everything is shown again as soon as the engine answers.',
    never: 'Waiting for the engine to start.',
    notAdmitted:
      'The engine was started anew and does not know this page. Open the address that it printed when it started.',
    retry: 'Reconnect now',
  },
  mismatch: {
    title: 'Interface and engine are of different versions',
    text: 'This page speaks protocol {interfaceVersion}, the engine protocol {engineVersion}. Restart Batchyard, so that both are of the same version.',
    reload: 'Reload',
  },
  skip: 'Skip to content',
  countdown: {
    sleep: 'The computer goes to sleep',
    quit: 'Batchyard quits',
    why: 'Everything is done, and the settings say so.',
    left: '{count} second left | {count} seconds left',
    stop: { sleep: 'Stay awake', quit: 'Keep it open' },
  },
  ended: {
    succeeded: '{count} file succeeded | {count} files succeeded',
    failed: '{count} file failed | {count} files failed',
  },
  drop: {
    here: 'Drop to add to the job',
    preset: 'Drop to import the preset',
    cannot: 'A browser does not tell where dropped files are',
    cannotText:
      'A preset’s file can be dropped. The paths of other files are typed or pasted into the field of a new job. In the desktop app, dropping works.',
  },
} as const
