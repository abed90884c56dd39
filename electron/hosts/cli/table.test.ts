import { describe, expect, it } from 'vitest'
import { tableLines } from './table.ts'

describe('a table', () => {
  const columns = [{ title: 'RUN', align: 'right' }, { title: 'NAME' }] as const

  it('makes columns as wide as their widest cell, also where a character takes two', () => {
    const rows = [
      ['1', '日本'],
      ['1000', 'x'],
    ]
    expect(
      tableLines(
        [...columns, { title: 'X' }],
        rows.map((row) => [...row, 'end']),
        { header: true },
      ),
    ).toEqual([' RUN  NAME  X', '   1  日本  end', '1000  x     end'])
  })

  it('shows what a terminal would act upon', () => {
    expect(tableLines(columns, [['1', 'a\n\u001B[31mb']], { header: false })).toEqual(['1  a\\n\\u{1B}[31mb'])
  })
})
