import type { RunSummary } from '../../../shared/model/run.ts'
import type { Text } from '../i18n/text.ts'

/** A task with its parameters in a few words: `Checksum SHA-256`. */
export function taskText(task: RunSummary['task'], text: Text): string {
  const title = text.optional(`common.tasks.${task.type}.title`) ?? task.type
  const parameters = Object.entries(task.parameters).map(([name, value]) => {
    const shown = typeof value === 'string' ? value : JSON.stringify(value)
    return (
      text.optional(`common.tasks.${task.type}.parameters.${name}.options.${shown}`) ?? `${name} ${shown}`
    )
  })
  return [title, ...parameters].join(' ')
}
