import type { InputSource } from '../../../shared/model/job.ts'

/** An input as one line: its path or pattern, or the range as it is written on the command line. */
export function inputSourceText(source: InputSource): string {
  switch (source.kind) {
    case 'path':
    case 'list':
      return source.path
    case 'csv':
      return `${source.path} [${source.column}]`
    case 'glob':
      return source.pattern
    case 'range': {
      const { from, to, step } = source.range
      return `${from}..${to}${step === 1 ? '' : `..${step}`}`
    }
  }
}
