import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { textWith } from '../fixtures/text-with.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { TriedTask, tryOn } from '../fixtures/try-output.ts'
import { parseParameters } from '../parameters.ts'
import { findTaskType } from '../registry.ts'

async function picked(content: string | Uint8Array, parameters: object): Promise<string> {
  using tree = new TemporaryTree()
  return (await tryOn(tree, 'pick-columns', parameters, content)).output.toString()
}

const table = 'id,"last, first",2026,price\n1,"Doe, J",a,5\n2,X,b,"6"\n'

describe('pick-columns', () => {
  it('keeps columns by name or place, in the order that is asked for', async () => {
    expect(await picked(table, { columns: 'price, id' })).toBe('price,id\n5,1\n6,2\n')
    expect(await picked(table, { columns: '"last, first",1,1' })).toBe(
      '"last, first",id,id\n"Doe, J",1,1\nX,2,2\n',
    )
    // A name comes before a place.
    expect(await picked(table, { columns: '2026' })).toBe('2026\na\nb\n')
  })

  it('renames', async () => {
    expect(await picked(table, { columns: 'price => amount, 2=>name' })).toBe(
      'amount,name\n5,"Doe, J"\n6,X\n',
    )
    expect(await picked('a => b,c\n1,2\n', { columns: 'a => b' })).toBe('a => b\n1\n')
  })

  it('keeps the delimiter or writes another, and goes by places without a header', async () => {
    expect(await picked('a;b\n1;2\n', { columns: 'b,a' })).toBe('b;a\n2;1\n')
    expect(await picked('a;b\n1;2\n', { columns: 'b,a', outputDelimiter: 'tab' })).toBe('b\ta\n2\t1\n')
    expect(await picked('a,b\n1,2\n', { columns: '2', header: false })).toBe('b\n2\n')
    expect(await picked('a,b\n1,\n', { columns: 'b' })).toBe('b\n""\n')
  })

  it('fails for a column that a file does not have, and names those it has', async () => {
    await expect(picked(table, { columns: 'prize' })).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
      message: textWith('no column "prize". Its columns: "id", "last, first", "2026", "price".'),
    })
    await expect(picked('a,b\n', { columns: '3', header: false })).rejects.toThrow('It has 2 columns')
    await expect(picked('', { columns: 'a' })).rejects.toThrow('It is empty.')
    await expect(picked('a,b\n1\n', { columns: 'a' })).rejects.toThrow('line 2')
    expect(await picked('a,b\n1\n', { columns: 'b,a', raggedRows: 'fill' })).toBe('b,a\n,1\n')
  })

  it('says before the run that columns must be named', async () => {
    const type = findTaskType('pick-columns')
    const check = async (columns: string): Promise<void> => type.check?.(parseParameters(type, { columns }))
    await expect(check('')).rejects.toMatchObject({ code: 'INVALID_PARAMETERS' })
    await expect(check('a\nb')).rejects.toThrow('in one line')
    await expect(check('a,"b')).rejects.toThrow('in one line')
    await expect(check('a, b')).resolves.toBeUndefined()
  })

  it('reads files of any name', async () => {
    using tree = new TemporaryTree()
    const task = await TriedTask.load(tree, 'pick-columns', { columns: 'a' })
    for (const name of hostileNames) {
      expect((await task.run(tree.file(name, 'a,b\n1,2\n'))).output.toString()).toBe('a\n1\n')
    }
  })
})
