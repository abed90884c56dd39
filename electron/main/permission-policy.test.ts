import { describe, expect, it } from 'vitest'
import { isPermitted } from './permission-policy.ts'

const page = 'app://batchyard/'

describe('isPermitted', () => {
  it('lets the interface put text on the clipboard', () => {
    expect(isPermitted('clipboard-sanitized-write', page, true)).toBe(true)
  })

  it('lets nobody else do so', () => {
    expect(isPermitted('clipboard-sanitized-write', page, false)).toBe(false)
    expect(isPermitted('clipboard-sanitized-write', 'https://example.org/', true)).toBe(false)
    expect(isPermitted('clipboard-sanitized-write', '', true)).toBe(false)
  })

  it.each([
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'pointerLock',
    'fullscreen',
    'unknown',
    'one that comes with a later Chromium',
  ])('denies %s', (permission) => {
    expect(isPermitted(permission, page, true)).toBe(false)
  })
})
