import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { updateStep } from './update-policy.ts'
import type { UpdateCircumstances } from './update-policy.ts'

const circumstances = fc.record<UpdateCircumstances>({
  channel: fc.constantFrom('off', 'stable', 'beta'),
  isPackaged: fc.boolean(),
  isBusy: fc.boolean(),
  stage: fc.constantFrom('unknown', 'available', 'downloaded', 'declined'),
})

describe('updateStep', () => {
  it('does nothing unless a channel was chosen', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        expect(updateStep({ ...given, channel: 'off' })).toBe('nothing')
      }),
    )
  })

  it('downloads and installs nothing in the middle of a run', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        expect(['nothing', 'look']).toContain(updateStep({ ...given, isBusy: true }))
      }),
    )
  })

  it('looks, downloads and offers, in this order', () => {
    const given = { channel: 'stable', isPackaged: true, isBusy: false } as const
    expect(updateStep({ ...given, stage: 'unknown' })).toBe('look')
    expect(updateStep({ ...given, stage: 'available' })).toBe('download')
    expect(updateStep({ ...given, stage: 'downloaded' })).toBe('offer')
    expect(updateStep({ ...given, stage: 'declined' })).toBe('nothing')
  })

  it('leaves an app alone that was not installed', () => {
    expect(updateStep({ channel: 'beta', isPackaged: false, isBusy: false, stage: 'unknown' })).toBe(
      'nothing',
    )
  })
})
