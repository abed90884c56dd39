import { describe, expect, it } from 'vitest'
import { nameAfter } from './job-name.ts'

describe('nameAfter', () => {
  it.each([
    ['/home/anna/photos', 'photos'],
    ['/home/anna/photos/', 'photos'],
    ['/home/anna/one.jpg', 'one.jpg'],
    ['/', '/'],
    ['/home/anna/scans/**/*.tif', 'scans/**/*.tif'],
    ['C:\\scans\\*.tif', 'scans\\*.tif'],
    ['/*.tif', '/*.tif'],
    ['/tmp/a\nb', 'a\\nb'],
  ])('%j is called %j', (input, name) => {
    expect(nameAfter(input)).toBe(name)
  })

  it('keeps a name short', () => {
    expect(Array.from(nameAfter(`/tmp/${'long '.repeat(100)}`)).length).toBeLessThanOrEqual(80)
    expect(Array.from(nameAfter(`/tmp/${'{a,b}'.repeat(100)}`)).length).toBeLessThanOrEqual(80)
  })
})
