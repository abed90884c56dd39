/** What the name of a preset's file ends in. */
export const presetFileSuffix = '.batchyard.json'
