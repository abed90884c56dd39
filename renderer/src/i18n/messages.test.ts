import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { languages } from './languages.ts'
import { messages } from './messages.ts'
import { translationOf } from './use-language.ts'

interface Tree {
  readonly [key: string]: string | Tree
}

/** Every message by its whole key. */
function flat(tree: Tree, before = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const whole = before === '' ? key : `${before}.${key}`
    if (typeof value === 'string') found.set(whole, value)
    else for (const [each, text] of flat(value, whole)) found.set(each, text)
  }
  return found
}

/** The names within braces, each as often as in the form that has most of it. */
function placeholders(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)\}/gu)].map((match) => match[1] ?? ''))].toSorted()
}

const english = flat(messages)

function sources(): string {
  const root = fileURLToPath(new URL('..', import.meta.url))
  return globSync('**/*.{ts,vue}', { cwd: root })
    .filter((file) => !/\.test\.ts$|messages\.ts$|common\.ts$|tasks\.ts$|translations/u.test(file))
    .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
    .join('\n')
}

describe('the English messages', () => {
  it('are all used', () => {
    const text = sources()
    // `run.actions.names.${action}` uses every message that begins and ends so.
    const patterns = [...text.matchAll(/[`'"]([\w.-]*\.[\w.${}()?:|=' !-]*)[`'"]/gu)]
      .map((match) => match[1] ?? '')
      .filter((key) => key.includes('${'))
      .map(
        (key) =>
          new RegExp(
            `^${key
              .split(/\$\{[^}]*\}/u)
              .map(escaped)
              .join('.+')}$`,
            'u',
          ),
      )
    const unused = [...english.keys()].filter(
      (key) =>
        !text.includes(`'${key}'`) && !text.includes(`"${key}"`) && !patterns.some((one) => one.test(key)),
    )
    expect(unused).toEqual([])
  })
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
}

describe.each(languages.filter(({ code }) => code !== 'en'))('the messages in $name', ({ code }) => {
  it('are the same as in English, with the same placeholders', async () => {
    const translated = flat(await translationOf(code))
    expect([...translated.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    const different = [...english].filter(
      ([key, text]) =>
        JSON.stringify(placeholders(text)) !== JSON.stringify(placeholders(translated.get(key) ?? '')),
    )
    expect(different).toEqual([])
  })

  it('have as many forms as the language has', async () => {
    const hasOne = new Intl.PluralRules(code).select(1) === 'one'
    const wrong = [...flat(await translationOf(code))].filter(([key, text]) => {
      const forms = (english.get(key) ?? '').split(' | ').length
      return text.split(' | ').length !== (hasOne ? forms : 1)
    })
    expect(wrong).toEqual([])
  })

  it('are translated: hardly any is the same as in English', async () => {
    const translated = flat(await translationOf(code))
    const same = [...english].filter(([key, text]) => /[a-z]{4}/u.test(text) && translated.get(key) === text)
    expect(same.length).toBeLessThan(english.size / 10)
  })
})
