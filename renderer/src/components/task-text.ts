import type { RunSummary } from '../../../shared/model/run.ts'
import type { Text } from '../i18n/text.ts'

/** Of tasks with many parameters, those that say what is done. */
const telling: Readonly<Record<string, readonly string[]>> = { command: ['command'], script: [] }

/**
 * A task in a few words: `Checksum SHA-256`, `Command wc -c {}`, `Convert image`. Of other parameters than those that say
 * what is done only choices with a text of their own are named.
 */
export function taskText(task: RunSummary['task'], text: Text): string {
  const title = text.optional(`common.tasks.${task.type}.title`) ?? words(task.type)
  const told = telling[task.type]
  const parameters = Object.entries(task.parameters).flatMap(([name, value]) => {
    if (typeof value !== 'string') return []
    if (told !== undefined) return told.includes(name) ? value : []
    return text.optional(`common.tasks.${task.type}.parameters.${name}.options.${value}`) ?? []
  })
  return [title, ...parameters].join(' ')
}

/** `Convert image` for `convert-image`. */
function words(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1).replaceAll('-', ' ')
}
