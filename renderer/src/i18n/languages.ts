/** The languages of the interface, each named in itself. */
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
  { code: 'es', name: 'Español' },
  { code: 'fr', name: 'Français' },
  { code: 'ja', name: '日本語' },
  { code: 'zh-CN', name: '简体中文' },
] as const

export type LanguageCode = (typeof languages)[number]['code']

/** The user's choice; `system` follows the operating system or browser. */
export type LanguagePreference = LanguageCode | 'system'

/** Reads a remembered choice. What is not understood is `system`. */
export function readLanguagePreference(text: string | null): LanguagePreference {
  return languages.find(({ code }) => code === text)?.code ?? 'system'
}

/** The first of the wanted languages that there is, in whatever variety; English where there is none. */
export function bestLanguage(wanted: readonly string[]): LanguageCode {
  for (const tag of wanted) {
    const language = primary(tag)
    const found = languages.find(({ code }) => primary(code) === language)
    if (found !== undefined) return found.code
  }
  return 'en'
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}
