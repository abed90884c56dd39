import { expect, test } from 'vitest'
import { bestLanguage, readLanguagePreference } from './languages.ts'

test('the first language that is wanted and there is taken, in whatever variety', () => {
  expect(bestLanguage(['pt-BR', 'de-AT', 'en'])).toBe('de')
  expect(bestLanguage(['zh-Hans-SG'])).toBe('zh-CN')
  expect(bestLanguage(['fi', 'sv'])).toBe('en')
  expect(bestLanguage([])).toBe('en')
})

test('a choice that is not understood follows the system', () => {
  expect(readLanguagePreference('ja')).toBe('ja')
  expect(readLanguagePreference('tlh')).toBe('system')
  expect(readLanguagePreference(null)).toBe('system')
})
