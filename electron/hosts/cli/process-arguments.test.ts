import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPathBytes } from '../../engine/path-bytes.ts'
import { restoreArguments } from './process-arguments.ts'

describe('restoreArguments', () => {
  it('gives each argument its bytes back, whatever they were', () => {
    const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array.map((byte) => byte || 1)))
    fc.assert(
      fc.property(fc.array(bytes), (given) => {
        const commandLine = Buffer.concat(
          [Buffer.from('node'), Buffer.from('cli.ts'), ...given].flatMap((each) => [each, Buffer.from([0])]),
        )
        const decoded = given.map((each) => each.toString('utf8'))
        const restored = restoreArguments(decoded, commandLine)
        expect(restored.map((text) => Buffer.from(toPathBytes(text)))).toEqual(given)
      }),
    )
  })

  it('leaves an argument alone that is not the one of the command line', () => {
    expect(restoreArguments(['a\uFFFD'], Buffer.from('node\0cli.ts\0other\0'))).toEqual(['a\uFFFD'])
  })
})
