/** The most workers a run may ask for. */
export const maximumWorkers = 256

/** The most items that may travel to a worker together. */
export const maximumChunkSize = 100_000
