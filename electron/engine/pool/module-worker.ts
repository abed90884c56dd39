import type { TaskFunction, TaskReference } from './task.ts'
import { serveTasks } from './worker-runtime.ts'

/**
 * The pool's own entry for workers: the name of a task is the address of a module, such as
 * `import.meta.resolve('./resize.ts')`, with `#name` for another export than `default`. Without parameters
 * the export is the task's function; with parameters it is called with them and returns that function.
 */
async function resolveModule(task: TaskReference): Promise<TaskFunction> {
  const [address = '', exportName = 'default'] = splitAtLast(task.name, '#')
  const module: unknown = await import(address)
  const exported: unknown =
    typeof module === 'object' && module !== null ? Reflect.get(module, exportName) : undefined
  if (typeof exported !== 'function') {
    throw new TypeError(`The module has no function that is exported as ${JSON.stringify(exportName)}.`)
  }
  const made: unknown =
    task.parameters === undefined ? exported : await Reflect.apply(exported, undefined, [task.parameters])
  if (typeof made !== 'function') {
    throw new TypeError(
      `With parameters, the export ${JSON.stringify(exportName)} is to return the function for each item.`,
    )
  }
  return (...inputs): unknown => Reflect.apply(made, undefined, inputs)
}

function splitAtLast(text: string, separator: string): string[] {
  const at = text.lastIndexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

serveTasks(resolveModule)
