import type { RunSummary } from '../../../shared/model/run.ts'
import type { Text } from '../i18n/text.ts'

/** Of tasks with many parameters, those that say what is done. */
const telling: Readonly<Record<string, readonly string[]>> = { command: ['command'], script: [] }

/** A task with its parameters in a few words: `Checksum SHA-256`, `Command wc -c {}`. */
export function taskText(task: RunSummary['task'], text: Text): string {
  const title = text.optional(`common.tasks.${task.type}.title`) ?? task.type
  const told = telling[task.type]
  const chosen = Object.entries(task.parameters).filter(([name]) => told?.includes(name) ?? true)
  const parameters = chosen.map(([name, value]) => {
    if (told !== undefined && typeof value === 'string') return value
    const shown = typeof value === 'string' ? value : JSON.stringify(value)
    return (
      text.optional(`common.tasks.${task.type}.parameters.${name}.options.${shown}`) ?? `${name} ${shown}`
    )
  })
  return [title, ...parameters].join(' ')
}
