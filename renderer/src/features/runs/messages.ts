/** Texts of the history. */
export const runsMessages = {
  title: 'Runs',
  newJob: 'New job',
  loading: 'Reading the history',
  failed: 'The history could not be read',
  empty: 'No runs yet.',
  emptyText: 'Every run is kept here with all its results.',
  columns: {
    name: 'Run',
    state: 'State',
    task: 'Task',
    started: 'Started',
    duration: 'Duration',
    done: 'Done',
    failed: 'Failed',
  },
  older: 'Show older runs',
  olderFailed: 'Older runs could not be read',
  doneOf: '{done} of {total}',
} as const
