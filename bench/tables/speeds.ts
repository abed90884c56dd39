import type { Comparison } from '../compare.ts'
import { leftOutText, markdownTable, ratioText, spreadText } from '../report.ts'

/** A figure of a contender beside its speed. */
export type FurtherFigure = readonly [figure: string, head: string]

/** A table of how many items each contender does a second, and how many times faster one of them is. */
export function speedsText(
  comparison: Comparison,
  { own, unit, further = [] }: { own: string; unit: string; further?: readonly FurtherFigure[] },
): string {
  const rows = comparison.names.map((name) => [
    name,
    spreadText(comparison.spread(name, 'perSecond'), (value) => Math.round(value).toLocaleString('en')),
    name === own ? '' : ratioText(comparison.ratio(own, name, 'perSecond')),
    ...further.map(([figure]) => spreadText(comparison.spread(name, figure))),
  ])
  const heads = ['contender', `${unit} a second`, 'Batchyard ÷ this', ...further.map(([, head]) => head)]
  return `${markdownTable(heads, rows)}\n${leftOutText(comparison)}`
}
