import { describe, expect, it } from 'vitest'
import { rowActions } from './row-actions.ts'

const one = {
  ...{ count: 1, most: 100, isEnded: true, hasResult: true, mayWait: false, isInHand: false },
  ...{ canShow: true, canOpen: true },
}

describe('the actions of results', () => {
  it('of one result of an ended run are looking, opening, trying again and copying', () => {
    expect(rowActions(one)).toEqual([['details', 'openFile', 'show'], ['retry'], ['copy', 'clear']])
  })

  it('without a desktop open nothing', () => {
    expect(rowActions({ ...one, canShow: false, canOpen: false })[0]).toEqual(['details'])
  })

  it('of several results are those that are done with all of them', () => {
    expect(rowActions({ ...one, count: 5 })).toEqual([['retry'], ['copy', 'clear']])
    expect(rowActions({ ...one, count: 101 })).toEqual([['copy', 'clear']])
  })

  it('of a run at work change what is still to be done again, and end what is in hand', () => {
    const atWork = { ...one, isEnded: false }
    expect(rowActions(atWork).flat()).not.toContain('skip')
    expect(rowActions({ ...atWork, mayWait: true })[1]).toEqual(['moveToFront', 'skip'])
    expect(rowActions({ ...atWork, mayWait: true, isInHand: true })[1]).toEqual([
      'moveToFront',
      'skip',
      'end',
    ])
  })

  it('of what never had a result are not trying it again', () => {
    const waiting = { ...one, hasResult: false, mayWait: true }
    expect(rowActions(waiting).flat()).not.toContain('retry')
    expect(rowActions(waiting).flat()).not.toContain('skip')
    expect(rowActions({ ...waiting, isEnded: false })[1]).toEqual(['moveToFront', 'skip'])
  })
})
