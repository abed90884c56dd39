import { describe, expect, it } from 'vitest'
import { desktopObstacle, summarise } from './desktop.ts'

describe('desktopObstacle', () => {
  it('is the missing display on Linux, whoever asks', () => {
    expect(desktopObstacle({}, 'linux', 1000)).toBe('There is no display for the desktop app.')
    expect(desktopObstacle({ DISPLAY: '' }, 'linux', 0)).toBe('There is no display for the desktop app.')
  })

  it('is being root where there is a display', () => {
    expect(desktopObstacle({ DISPLAY: ':0' }, 'linux', 0)).toContain('root')
  })

  it('is nothing for an ordinary user with a display, and on systems that always have one', () => {
    expect(desktopObstacle({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000)).toBeNull()
    expect(desktopObstacle({}, 'darwin', 501)).toBeNull()
    expect(desktopObstacle({}, 'win32', null)).toBeNull()
  })
})

describe('summarise', () => {
  it('gives the line that says what went wrong, without its stack', () => {
    const output = `
RequestError: getaddrinfo ENOTFOUND github.com
    at ClientRequest.<anonymous> (/x/got/core/index.js:970:111)
    at Object.onceWrapper (node:events:623:26) {
  code: 'ENOTFOUND'
}`
    expect(summarise(output)).toBe('getaddrinfo ENOTFOUND github.com')
  })

  it('has something to say of silence, and little of a flood', () => {
    expect(summarise('')).toBe('its installer said nothing')
    expect(summarise('x'.repeat(1000))).toHaveLength(160)
  })
})
