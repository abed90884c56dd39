import { describe, expect, it } from 'vitest'
import { inputFilterSchema, noFilter } from './input-filter.ts'
import { jobSchema } from './job.ts'

describe('a filter', () => {
  it('lets everything through where nothing is said, also in jobs that were written before there were any', () => {
    expect(inputFilterSchema.parse({})).toEqual(noFilter)
    const job = { inputs: [{ kind: 'path', path: '/a' }], task: { type: 'checksum' } }
    expect(jobSchema.parse(job).filter).toEqual(noFilter)
  })

  it.each([
    [{ extensions: ['jpg', '.tif', 'tar.gz'] }, true],
    [{ extensions: [''] }, false],
    [{ extensions: ['a/b'] }, false],
    [{ extensions: ['.'] }, false],
    [{ modifiedAfter: '7d', modifiedBefore: '2026-11-24' }, true],
    [{ modifiedAfter: 'yesterday' }, false],
    [{ minSize: 10, maxSize: 10 }, true],
    [{ minSize: 11, maxSize: 10 }, false],
    [{ minSize: 0.5 }, false],
    [{ maxDepth: 0 }, false],
    [{ include: [''] }, false],
    [{ other: true }, false],
  ])('%j: usable %s', (filter, usable) => {
    expect(inputFilterSchema.safeParse(filter).success).toBe(usable)
  })
})
