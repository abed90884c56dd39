import { z } from 'zod'
import type { TaskType } from '../task-type.ts'
import { declarationSchema } from './declaration.ts'
import { longestScript } from './limits.ts'

const parameters = z.strictObject({
  source: z.string().max(longestScript).default('').meta({
    title: 'Script',
    description:
      'JavaScript or TypeScript, a module: export default async (item, context) => … is called for each file, and what it returns becomes the result.',
    language: 'typescript',
  }),
  file: z.string().max(65_536).default('').meta({
    title: 'Script file',
    description:
      'The whole path of a .ts, .mts, .js or .mjs file that holds the script, instead of the text above. A run keeps the text that it began with.',
  }),
  baseFolder: z.string().max(65_536).default('').meta({
    title: 'Folder for imports',
    description:
      'The whole path of the folder from which a script that is no file imports modules and packages. Without one it can import what Node has, such as node:fs.',
  }),
  params: z
    .record(z.string().max(200), z.json())
    .default({})
    .meta({ title: 'Values', description: 'What the script finds in context.params, by name.' }),
  runIn: z.enum(['threads', 'processes']).default('threads').meta({
    title: 'Run in',
    description:
      'Threads start quickly and share memory limits with the app. Processes are for scripts that start programs or use native code: what goes wrong in one ends it alone.',
  }),
  compiled: z.string().nullable().default(null).meta({
    title: 'As JavaScript',
    description: 'The script without its types; made at the start.',
    readOnly: true,
  }),
  declared: declarationSchema.nullable().default(null).meta({
    title: 'Declared',
    description: 'What the script says of itself; filled in at the start.',
    readOnly: true,
  }),
})

const undeclaredColumns = [{ name: 'result', type: 'text' }] as const

/** Runs a function of the user's own for each item. */
export const script: TaskType<typeof parameters> = {
  id: 'script',
  version: 1,
  title: 'Script',
  description:
    'Runs a JavaScript or TypeScript function for each file, with the rights of its user: it can do whatever its user can. What it returns becomes result columns.',
  parameters,
  appliesWhen: { baseFolder: [{ file: { isOneOf: [''] } }] },
  accepts: 'anything',
  workers: 'threads',
  workersFor: ({ runIn }) => runIn,
  resultColumns: undeclaredColumns,
  columnsFor: ({ declared }) => declared?.columns ?? undeclaredColumns,
  output({ declared }) {
    if (declared?.output === undefined || declared.output === null) return null
    const { extension, name } = declared.output
    return {
      effect: 'writes',
      defaultName: name ?? '{/.}.{newext}',
      extension: (ofInput) => extension ?? ofInput,
    }
  },
  async takeIn(given) {
    const [{ takeInFile }, { compileIfSound }] = await Promise.all([
      import('./take-in.ts'),
      import('./compile.ts'),
    ])
    const source = await takeInFile(given)
    return { ...given, source, compiled: compileIfSound({ ...given, source }), declared: null }
  },
  code({ source, file, baseFolder, params, runIn }) {
    const origin = [
      file === '' ? [] : [`File: ${file}`],
      baseFolder === '' ? [] : [`Imports start in: ${baseFolder}`],
      Object.keys(params).length === 0 ? [] : [`Values: ${JSON.stringify(params)}`],
    ].flat()
    const text = [...origin, ...(origin.length > 0 ? [''] : []), source].join('\n')
    return { text, parameters: { source, file, baseFolder, params, runIn } }
  },
  async check(given) {
    const { compile } = await import('./compile.ts')
    if (given.compiled === null) compile(given)
  },
  async declare(given) {
    const { declarationOfScript } = await import('./script.ts')
    return { ...given, declared: await declarationOfScript(given) }
  },
  async load(given) {
    const { createScriptTask } = await import('./script.ts')
    return await createScriptTask(given)
  },
}
