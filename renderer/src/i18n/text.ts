import { createI18n, useI18n } from 'vue-i18n'
import { formatCount } from '../format/quantity.ts'
import type { Unit } from '../format/quantity.ts'
import { languages } from './languages.ts'
import type { LanguageCode } from './languages.ts'
import { messages } from './messages.ts'

/** The same messages in another language. */
export type Translated<Node> = {
  readonly [Key in keyof Node]: Node[Key] extends string ? string : Translated<Node[Key]>
}

/** All messages in some language. */
export type Messages = Translated<typeof messages>

type Leaves<Node> = Node extends string
  ? never
  : {
      [Key in keyof Node & string]: Node[Key] extends string ? Key : `${Key}.${Leaves<Node[Key]>}`
    }[keyof Node & string]

/** The key of a message that exists. Any other key is a type error. */
export type MessageKey = Leaves<typeof messages>

type Named = Readonly<Record<string, string | number>>

/** Those of other languages are added when they are first needed. */
const loaded: Readonly<Record<string, Messages>> = { en: messages }

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: loaded,
  // `$<name>` is no HTML, and no message is ever taken for any.
  warnHtmlMessage: false,
  pluralRules: Object.fromEntries(languages.map(({ code }) => [code, pluralFormOf(code)])),
})

/** Which form of a message stands for a number: the first for one, the last for any other. */
function pluralFormOf(code: LanguageCode): (count: number, forms: number) => number {
  const rules = new Intl.PluralRules(code)
  return (count, forms) => (rules.select(count) === 'one' ? 0 : forms - 1)
}

/** The texts of the interface in its language. */
export interface Text {
  readonly locale: string
  /** A message, with its placeholders filled in. */
  readonly t: (key: MessageKey, named?: Named) => string
  /** A message that has a form for one and a form for many; `{count}` is the number, grouped. */
  readonly plural: (key: MessageKey, count: number, named?: Named) => string
  /** The short name of a unit. */
  readonly unit: (unit: Unit) => string
  /** A message that may not exist: texts for what an engine names, such as task parameters. */
  readonly optional: (key: string) => string | null
}

/** To be called in a component's setup. */
export function useText(): Text {
  const composer = useI18n()
  function t(key: MessageKey, named: Named = {}): string {
    return composer.t(key, named)
  }
  return {
    get locale() {
      return composer.locale.value
    },
    t,
    plural: (key, count, named = {}) =>
      composer.t(key, { ...named, count: formatCount(count, composer.locale.value) }, count),
    unit: (unit) => unitNames(composer.locale.value, t)[unit],
    optional: (key) => (composer.te(key) || composer.te(key, 'en') ? composer.t(key) : null),
  }
}

const unitNamesByLocale = new Map<string, Readonly<Record<Unit, string>>>()

/** The names of all units, looked up once a language: a table shows hundreds of them at a time. */
function unitNames(locale: string, t: (key: MessageKey) => string): Readonly<Record<Unit, string>> {
  const known = unitNamesByLocale.get(locale)
  if (known !== undefined) return known
  const names = {
    B: t('common.units.B'),
    kB: t('common.units.kB'),
    MB: t('common.units.MB'),
    GB: t('common.units.GB'),
    TB: t('common.units.TB'),
    PB: t('common.units.PB'),
    ms: t('common.units.ms'),
    s: t('common.units.s'),
    min: t('common.units.min'),
    h: t('common.units.h'),
    d: t('common.units.d'),
  }
  unitNamesByLocale.set(locale, names)
  return names
}
