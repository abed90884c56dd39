import { describe, expect, it } from 'vitest'
import { problemPlace } from './start-problems.ts'

function invalid(...path: (string | number)[]) {
  return { code: 'INVALID_INPUT', message: 'not valid', data: { issues: [{ path, message: 'not valid' }] } }
}

describe('problemPlace', () => {
  it('finds the field that an issue is about', () => {
    expect(problemPlace(invalid('execution', 'workers'))).toEqual({ place: 'workers' })
    expect(problemPlace(invalid('execution', 'chunkSize'))).toEqual({ place: 'chunkSize' })
    expect(problemPlace(invalid('inputs', 3, 'path'))).toEqual({ place: 'inputs' })
    expect(problemPlace(invalid('task', 'parameters', 'algorithm'))).toEqual({
      place: 'parameter',
      name: 'algorithm',
    })
    expect(
      problemPlace({ code: 'INVALID_PARAMETERS', message: '', data: { parameter: 'algorithm' } }),
    ).toEqual({
      place: 'parameter',
      name: 'algorithm',
    })
  })

  it('leaves everything else to the form as a whole', () => {
    expect(problemPlace(invalid('name'))).toEqual({ place: 'form' })
    expect(problemPlace({ code: 'DISK_FULL', message: '', data: null })).toEqual({ place: 'form' })
  })
})
