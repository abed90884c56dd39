import { z } from 'zod'
import type { ResultColumn } from '../../../shared/model/result.ts'
import { appliesWhenSchema, type TaskTypeDescription } from '../../../shared/model/task-type.ts'
import { EngineError } from '../errors.ts'
import { changeEncoding } from './change-encoding/definition.ts'
import { checksum } from './checksum/definition.ts'
import { command } from './command/definition.ts'
import { compress } from './compress/definition.ts'
import { convertImage } from './convert-image/definition.ts'
import { copy } from './copy/definition.ts'
import { countText } from './count-text/definition.ts'
import { csvToJsonl } from './csv-to-jsonl/definition.ts'
import { decompress } from './decompress/definition.ts'
import { details } from './details/definition.ts'
import { didYouMean } from './did-you-mean.ts'
import { duplicates } from './duplicates/definition.ts'
import { jsonlToCsv } from './jsonl-to-csv/definition.ts'
import { lineEndings } from './line-endings/definition.ts'
import { move } from './move/definition.ts'
import { parseParameters, type Parameters } from './parameters.ts'
import { pickColumns } from './pick-columns/definition.ts'
import { rename } from './rename/definition.ts'
import { replaceText } from './replace-text/definition.ts'
import { script } from './script/definition.ts'
import { setDates } from './set-dates/definition.ts'
import type { TaskGroups, TaskType } from './task-type.ts'
import { trash } from './trash/definition.ts'
import { validate } from './validate/definition.ts'
import { verify } from './verify/definition.ts'
import { wait } from './wait/definition.ts'
import { zip } from './zip/definition.ts'

export { parseParameters, parseParametersFromText, type Parameters } from './parameters.ts'

/** All task types, in the order in which they are offered. */
export const taskTypes: readonly TaskType[] = [
  checksum,
  verify,
  duplicates,
  details,
  convertImage,
  copy,
  move,
  rename,
  setDates,
  trash,
  replaceText,
  changeEncoding,
  lineEndings,
  countText,
  csvToJsonl,
  jsonlToCsv,
  pickColumns,
  validate,
  compress,
  decompress,
  zip,
  command,
  script,
  wait,
]

/**
 * The task type of a name.
 * @throws EngineError UNKNOWN_TASK that names those there are
 */
export function findTaskType(id: string): TaskType {
  const found = taskTypes.find((type) => type.id === id)
  if (found !== undefined) return found
  const known = taskTypes.map((type) => type.id)
  throw new EngineError(
    'UNKNOWN_TASK',
    `There is no task "${id}".${didYouMean(id, known)} Known tasks: ${known.join(', ')}.`,
    { data: { task: id, known } },
  )
}

/** The columns that results of a task type have with these parameters. */
export function resultColumnsOf(type: TaskType, parameters: Parameters): readonly ResultColumn[] {
  return type.columnsFor?.(parseParameters(type, parameters)) ?? type.resultColumns
}

/** Where the work of a task type is done with these parameters. */
export function workersOf(type: TaskType, parameters: Parameters): 'threads' | 'processes' {
  return type.workersFor?.(parseParameters(type, parameters)) ?? type.workers
}

/** How items are put together for a task type with these parameters; null for each by itself. */
export function groupsOf(type: TaskType, parameters: Parameters): TaskGroups | null {
  return type.groups?.(parseParameters(type, parameters)) ?? null
}

const jsonObject = z.record(z.string(), z.json())
const appliesWhenByName = z.record(z.string(), appliesWhenSchema)

/** The task type as the interface needs to know it. */
export function describeTaskType(type: TaskType): TaskTypeDescription {
  return {
    id: type.id,
    version: type.version,
    title: type.title,
    description: type.description,
    parameters: jsonObject.parse(
      JSON.parse(JSON.stringify(z.toJSONSchema(type.parameters, { io: 'input' }))),
    ),
    appliesWhen: appliesWhenByName.parse(type.appliesWhen ?? {}),
    resultColumns: [...type.resultColumns],
  }
}
