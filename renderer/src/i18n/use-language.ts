import { shallowRef } from 'vue'
import type { Ref } from 'vue'
import { bestLanguage, readLanguagePreference } from './languages.ts'
import type { LanguageCode, LanguagePreference } from './languages.ts'
import { messages } from './messages.ts'
import { i18n } from './text.ts'
import type { Messages } from './text.ts'

const storageKey = 'batchyard.language'

/** The texts of each language but English, which is always there, are fetched when they are first needed. */
const sources: Readonly<Record<Exclude<LanguageCode, 'en'>, () => Promise<{ readonly default: Messages }>>> =
  {
    de: () => import('./translations/de.ts'),
    es: () => import('./translations/es.ts'),
    fr: () => import('./translations/fr.ts'),
    ja: () => import('./translations/ja.ts'),
    'zh-CN': () => import('./translations/zh-cn.ts'),
  }

const preference = shallowRef<LanguagePreference>(readLanguagePreference(stored()))

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    // Storage may be switched off: the system's preference then decides.
    return null
  }
}

/** All texts in a language. */
export async function translationOf(code: LanguageCode): Promise<Messages> {
  return code === 'en' ? messages : (await sources[code]()).default
}

/** Shows the interface in the language that is preferred, once its texts are there. */
export async function startLanguage(): Promise<void> {
  const code = preference.value === 'system' ? bestLanguage(navigator.languages) : preference.value
  if (code !== 'en') i18n.global.setLocaleMessage<Messages>(code, await translationOf(code))
  i18n.global.locale.value = code
  document.documentElement.lang = code
}

/** The language preference, and a way to change it. */
export function useLanguage(): {
  readonly preference: Readonly<Ref<LanguagePreference>>
  readonly choose: (wanted: LanguagePreference) => Promise<void>
} {
  return {
    preference,
    async choose(wanted) {
      preference.value = wanted
      localStorage.setItem(storageKey, wanted)
      await startLanguage()
    },
  }
}
