import { timeLeft } from './quantity.ts'
import { numberFormat } from './number-format.ts'
import type { Text } from '../i18n/text.ts'

/** The time left in words: `6 to 9 min`. The range is in milliseconds. */
export function timeLeftText(range: { readonly low: number; readonly high: number }, text: Text): string {
  const left = timeLeft(range)
  function number(value: number): string {
    return numberFormat(text.locale, { maximumFractionDigits: 1 }).format(value)
  }
  switch (left.kind) {
    case 'moments':
      return text.t('common.timeLeft.moments')
    case 'about':
      return text.t(`common.timeLeft.about.${left.unit}`, { value: number(left.value) })
    case 'range':
      return text.t(`common.timeLeft.range.${left.unit}`, { low: number(left.low), high: number(left.high) })
  }
}
