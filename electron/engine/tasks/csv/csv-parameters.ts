import { z } from 'zod'
import { encodingParameter } from '../encoding/encodings.ts'

/** What may stand between the cells of a row, by name. */
export const delimiters = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const
export type DelimiterName = keyof typeof delimiters
export const delimiterNames = ['comma', 'semicolon', 'tab', 'pipe'] as const

/** The parameters by which a task is told how CSV files are to be read. */
export const csvParameters = {
  delimiter: z
    .enum(['auto', ...delimiterNames])
    .default('auto')
    .meta({
      title: 'Delimiter',
      description:
        'What stands between cells. Found out by itself: the one that makes most of the first rows.',
    }),
  looseQuotes: z.boolean().default(false).meta({
    title: 'Loose quotation marks',
    description:
      'Takes quotation marks within cells that do not begin with one for what they are, as in: 5" pipe.',
  }),
  encoding: encodingParameter,
}

/** How rows of a file that differ in length from the first are taken. */
export const raggedRowsParameter = z.enum(['fail', 'fill']).default('fail').meta({
  title: 'Rows of another length',
  description:
    'A row with more or fewer cells than the first fails the item, or what is missing is filled with empty cells.',
})

export const headerParameter = z
  .boolean()
  .default(true)
  .meta({ title: 'Header', description: 'Whether the first row has the names of the columns.' })

/** How a CSV file is to be read. */
export interface CsvReading {
  readonly delimiter: 'auto' | DelimiterName
  readonly looseQuotes: boolean
}
