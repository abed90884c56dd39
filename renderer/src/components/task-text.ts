import type { RunSummary } from '../../../shared/model/run.ts'
import type { Text } from '../i18n/text.ts'

/** The parameters that say what is done, of the tasks that have such. */
const telling: Readonly<Record<string, readonly string[]>> = {
  checksum: ['algorithm'],
  'change-encoding': ['to'],
  'line-endings': ['to'],
  compress: ['format'],
  command: ['command'],
}

/** A task in a few words: `Checksum SHA-256`, `Command wc -c {}`, `Convert images`. */
export function taskText(task: RunSummary['task'], { optional }: Text): string {
  const told = (telling[task.type] ?? []).flatMap((name) => {
    const value = task.parameters[name]
    if (typeof value !== 'string') return []
    return optional(`common.tasks.${task.type}.parameters.${name}.options.${value}`) ?? value
  })
  return [optional(`common.tasks.${task.type}.title`) ?? words(task.type), ...told].join(' ')
}

/** What a column of results is called; one that a user's own script or pattern has named is called as it was named. */
export function columnTitle(taskType: string, column: string, { optional }: Text): string {
  return optional(`common.tasks.${taskType}.columns.${column}`) ?? column
}

/** What a parameter of a task is called; null where there is no text for it. */
export function parameterLabel(taskType: string, parameter: string, { optional }: Text): string | null {
  return optional(`common.tasks.${taskType}.parameters.${parameter}.label`)
}

/** `Convert image` for `convert-image`. */
function words(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1).replaceAll('-', ' ')
}
