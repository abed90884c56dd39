export { completePath } from './complete.ts'
export { enumerate, type EnumerateOptions, type EnumeratedBatch } from './enumerate.ts'
export { escapeGlob, hasWildcards } from './glob.ts'
export { inspectInput } from './inspect.ts'
