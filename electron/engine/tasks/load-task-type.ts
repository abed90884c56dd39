import type { TaskType } from './task-type.ts'

/**
 * The definition of each task type, by its name. A worker needs one of them: loading all makes up most of the time that a
 * worker takes to start.
 */
const definitions: Readonly<Record<string, () => Promise<TaskType>>> = {
  checksum: async () => (await import('./checksum/definition.ts')).checksum,
  verify: async () => (await import('./verify/definition.ts')).verify,
  duplicates: async () => (await import('./duplicates/definition.ts')).duplicates,
  details: async () => (await import('./details/definition.ts')).details,
  'convert-image': async () => (await import('./convert-image/definition.ts')).convertImage,
  copy: async () => (await import('./copy/definition.ts')).copy,
  move: async () => (await import('./move/definition.ts')).move,
  rename: async () => (await import('./rename/definition.ts')).rename,
  'set-dates': async () => (await import('./set-dates/definition.ts')).setDates,
  trash: async () => (await import('./trash/definition.ts')).trash,
  'replace-text': async () => (await import('./replace-text/definition.ts')).replaceText,
  'change-encoding': async () => (await import('./change-encoding/definition.ts')).changeEncoding,
  'line-endings': async () => (await import('./line-endings/definition.ts')).lineEndings,
  'count-text': async () => (await import('./count-text/definition.ts')).countText,
  'csv-to-jsonl': async () => (await import('./csv-to-jsonl/definition.ts')).csvToJsonl,
  'jsonl-to-csv': async () => (await import('./jsonl-to-csv/definition.ts')).jsonlToCsv,
  'pick-columns': async () => (await import('./pick-columns/definition.ts')).pickColumns,
  validate: async () => (await import('./validate/definition.ts')).validate,
  compress: async () => (await import('./compress/definition.ts')).compress,
  decompress: async () => (await import('./decompress/definition.ts')).decompress,
  zip: async () => (await import('./zip/definition.ts')).zip,
  command: async () => (await import('./command/definition.ts')).command,
  script: async () => (await import('./script/definition.ts')).script,
  wait: async () => (await import('./wait/definition.ts')).wait,
}

/**
 * The task type of a name, without loading the others. For workers; elsewhere: `findTaskType`.
 * @throws EngineError UNKNOWN_TASK
 */
export async function loadTaskType(id: string): Promise<TaskType> {
  const load = Object.hasOwn(definitions, id) ? definitions[id] : undefined
  if (load !== undefined) return await load()
  const { findTaskType } = await import('./registry.ts')
  return findTaskType(id)
}
