import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { handOverSchema, openedFiles, wordsOf } from './opened-words.ts'

const folder = resolve('/home/anna')

describe('openedFiles', () => {
  it('takes words for paths, from the folder they were written in', () => {
    expect(openedFiles({ words: ['photo1.jpg', 'a folder/', '../other'], folder })).toEqual({
      inputs: [join(folder, 'photo1.jpg'), join(folder, 'a folder'), resolve('/home/other')],
      presets: [],
    })
  })

  it('knows presets by the end of their name', () => {
    expect(openedFiles({ words: ['Web.batchyard.json', 'a.json', 'B.BATCHYARD.JSON'], folder })).toEqual({
      inputs: [join(folder, 'a.json')],
      presets: [join(folder, 'Web.batchyard.json'), join(folder, 'B.BATCHYARD.JSON')],
    })
  })

  it('leaves switches out, but not names that begin with a dash after --', () => {
    const words = ['--no-sandbox', '-psn_0_1', 'a', '', '--', '-b', '--c']
    expect(openedFiles({ words, folder }).inputs).toEqual(
      ['a', '-b', '--c'].map((name) => join(folder, name)),
    )
  })
})

describe('wordsOf', () => {
  it('leaves out the program, and the script where there is one', () => {
    expect(wordsOf(['batchyard', 'a'], true)).toEqual(['a'])
    expect(wordsOf(['electron', '.', 'a'], false)).toEqual(['a'])
  })
})

describe('handOverSchema', () => {
  it.each([null, {}, { words: 'a', folder: '/' }, { words: [1], folder: '/' }, { words: [] }])(
    'refuses %j from another process',
    (given) => {
      expect(handOverSchema.safeParse(given).success).toBe(false)
    },
  )
})
