/** The most workers a run may ask for. */
export const maximumWorkers = 256

/** The most items that may travel to a worker together. */
export const maximumChunkSize = 100_000

/** The most automatic retries of one item. */
export const maximumRetries = 20

/** The longest wait before an automatic retry, in milliseconds. */
export const longestRetryDelay = 60_000

/** The longest time limit of one attempt, in milliseconds: a week. */
export const maximumTimeout = 604_800_000

/** The most inputs of one job. A folder, a pattern or a list holds any number of files. */
export const maximumInputs = 10_000
