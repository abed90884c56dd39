import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { taskTypes } from '../../electron/engine/tasks/registry.ts'

/** What is shown of a task type's parameter that a form has a field for. */
interface Parameter {
  readonly name: string
  readonly title: string
  readonly options: readonly string[]
}

const propertySchema = z.object({
  title: z.string(),
  readOnly: z.boolean().default(false),
  enum: z.array(z.string()).default([]),
})

/** Encodings go by the same names in every language. */
const encodings = new Set([
  ...['from', 'to'].map((name) => `change-encoding.${name}`),
  ...taskTypes.map(({ id }) => `${id}.encoding`),
])

function parametersOf(type: (typeof taskTypes)[number]): Parameter[] {
  const { properties } = z.toJSONSchema(type.parameters, { io: 'input' })
  return Object.entries(properties ?? {})
    .map(([name, property]) => ({ name, ...propertySchema.parse(property) }))
    .filter(({ readOnly }) => !readOnly)
    .map((property) => ({
      ...property,
      options: encodings.has(`${type.id}.${property.name}`)
        ? property.enum.filter((option) => option === 'auto')
        : property.enum,
    }))
}

/** The keys of all texts that forms and tables need of the task types that there are. */
function neededKeys(): string[] {
  return taskTypes.flatMap((type) => {
    const task = `common.tasks.${type.id}`
    return [
      `${task}.title`,
      `${task}.description`,
      ...parametersOf(type).flatMap(({ name, options }) => [
        `${task}.parameters.${name}.label`,
        `${task}.parameters.${name}.help`,
        ...options.map((option) => `${task}.parameters.${name}.options.${option}`),
      ]),
      ...type.resultColumns.map(({ name }) => `${task}.columns.${name}`),
    ]
  })
}

interface Tree {
  readonly [key: string]: string | Tree
}

const treeSchema: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), treeSchema])))

/** What a module of the interface exports, which belongs to another project of the type checker. */
async function fromInterface<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { href } = new URL(`../../renderer/src/i18n/${path}`, import.meta.url)
  const exported: unknown = await import(href)
  return schema.parse(exported)
}

const english = (await fromInterface('tasks.ts', z.object({ taskMessages: treeSchema }))).taskMessages
const others = await Promise.all(
  ['de', 'es', 'fr', 'ja', 'zh-cn'].map(async (code) => {
    const { tasks } = await fromInterface(`translations/tasks/${code}.ts`, z.object({ tasks: treeSchema }))
    return [code, tasks] as const
  }),
)
const languages = ['en', ...others.map(([code]) => code)]
const { global } = createI18n({
  legacy: false,
  locale: 'en',
  warnHtmlMessage: false,
  messages: Object.fromEntries(
    [['en', english] as const, ...others].map(([code, tasks]) => [code, { common: { tasks } }]),
  ),
})

describe('the texts of the task types', () => {
  it.each(languages)('are all there in %s', (code) => {
    expect(neededKeys().filter((key) => !global.te(key, code))).toEqual([])
  })

  it.each(languages)('show braces and signs as such in %s', (code) => {
    global.locale.value = code
    const texts = neededKeys().map((key) => global.t(key))
    expect(texts.filter((text) => text.includes("{'") || text === '')).toEqual([])
    expect(global.t('common.tasks.command.parameters.command.help')).toContain('{/.}')
    expect(global.t('common.tasks.command.parameters.command.help')).toContain('{{ }}')
    expect(global.t('common.tasks.rename.parameters.countFrom.help')).toContain('{n}')
    expect(global.t('common.tasks.replace-text.parameters.replaceWith.help')).toMatch(
      /\$1.*\$<name>.*\$&.*\$\$/u,
    )
    expect(global.t('common.tasks.jsonl-to-csv.parameters.escapeFormulas.help')).toContain('@')
  })

  it('name tasks and parameters in English as the engine does', () => {
    global.locale.value = 'en'
    const different = taskTypes.flatMap((type) => [
      ...(global.t(`common.tasks.${type.id}.title`) === type.title ? [] : [type.id]),
      ...parametersOf(type)
        .filter(({ name, title }) => global.t(`common.tasks.${type.id}.parameters.${name}.label`) !== title)
        .map(({ name }) => `${type.id}.${name}`),
    ])
    expect(different).toEqual([])
  })

  it('are of no task type, parameter or choice that is not there', () => {
    const needed = new Set([...neededKeys(), 'common.tasks.command.columns.call'])
    const kept = keysOf(english, 'common.tasks').filter((key) => !needed.has(key))
    expect(kept).toEqual([])
  })
})

function keysOf(tree: Tree, before: string): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${before}.${key}`] : keysOf(value, `${before}.${key}`),
  )
}
