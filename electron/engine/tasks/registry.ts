import { z } from 'zod'
import type { TaskTypeDescription } from '../../../shared/model/task-type.ts'
import { EngineError } from '../errors.ts'
import { changeEncoding } from './change-encoding/definition.ts'
import { checksum } from './checksum/definition.ts'
import { command } from './command/definition.ts'
import { compress } from './compress/definition.ts'
import { copy } from './copy/definition.ts'
import { countText } from './count-text/definition.ts'
import { csvToJsonl } from './csv-to-jsonl/definition.ts'
import { decompress } from './decompress/definition.ts'
import { jsonlToCsv } from './jsonl-to-csv/definition.ts'
import { lineEndings } from './line-endings/definition.ts'
import { move } from './move/definition.ts'
import { pickColumns } from './pick-columns/definition.ts'
import { rename } from './rename/definition.ts'
import { replaceText } from './replace-text/definition.ts'
import { setDates } from './set-dates/definition.ts'
import { trash } from './trash/definition.ts'
import { validate } from './validate/definition.ts'
import { wait } from './wait/definition.ts'
import { zip } from './zip/definition.ts'
import { didYouMean } from './did-you-mean.ts'
import type { TaskType } from './task-type.ts'

export { parseParameters, parseParametersFromText } from './parameters.ts'

/** All task types, in the order in which they are offered. */
export const taskTypes: readonly TaskType[] = [
  copy,
  move,
  rename,
  setDates,
  trash,
  checksum,
  command,
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

const jsonObject = z.record(z.string(), z.json())

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
    resultColumns: [...type.resultColumns],
  }
}
