import { decode } from '../encoding/decode.ts'
import { findTextForm } from '../encoding/detect.ts'
import { createReadBuffer, SourceFile } from '../files/source-file.ts'
import type { TaskFunction } from '../task-type.ts'
import { countMatches, isPlainSearch, patternOf, wholeTextLimit } from '../text-search/pattern.ts'
import type { CountTextParameters } from './parameters.ts'
import { LiteralCounter, TextCounter } from './text-counter.ts'

/** Makes the function that counts what is in a file. */
export function createCountTextTask(parameters: CountTextParameters): TaskFunction {
  const buffer = createReadBuffer()
  const pattern = patternOf('count-text', parameters)
  return (item, context) => {
    using source = new SourceFile(item.path, buffer, context)
    const form = findTextForm(source, parameters.encoding)
    const counter = new TextCounter()
    const literal = new LiteralCounter(parameters.find)
    let bytes = 0
    const count = (pieces: Iterable<Buffer>, alsoCount: (text: string) => void): void => {
      for (const text of decode(counted(pieces), form)) {
        counter.add(text)
        alsoCount(text)
      }
    }
    function* counted(pieces: Iterable<Buffer>): Generator<Buffer, void, undefined> {
      for (const piece of pieces) {
        bytes += piece.length
        yield piece
      }
    }
    let matches: number | null = null
    if (parameters.find === '') {
      count(source.pieces(), () => undefined)
    } else if (isPlainSearch(parameters)) {
      count(source.pieces(), (text) => {
        literal.add(text)
      })
      matches = literal.count
    } else {
      const parts: string[] = []
      count(
        [source.whole(wholeTextLimit, 'A search by a regular expression, or one that ignores case,')],
        (text) => {
          parts.push(text)
        },
      )
      matches = countMatches(parts.join(''), pattern)
    }
    return [counter.lines, counter.words, counter.characters, bytes, matches, form.encoding]
  }
}
