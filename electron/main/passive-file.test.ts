import { describe, expect, it } from 'vitest'
import { isPassive } from './passive-file.ts'

function file(mode = 0o644, kind: 'file' | 'folder' | 'other' = 'file'): Parameters<typeof isPassive>[1] {
  return { mode, isFile: () => kind === 'file', isDirectory: () => kind === 'folder' }
}

describe('a file that can only be looked at', () => {
  it.each(['/a/photo.JPG', '/a/notes.txt', '/a/paper.pdf', '/a/table.csv'])('is %s', (path) => {
    expect(isPassive(path, file(), 'linux')).toBe(true)
    expect(isPassive(path, file(0o666), 'win32')).toBe(true)
  })

  it.each([
    ...[
      '/a/setup.exe',
      '/a/run.bat',
      '/a/go.sh',
      '/a/x.desktop',
      '/a/App.app',
      '/a/macro.docm',
      '/a/page.html',
    ],
    ...[
      '/a/drawing.svg',
      '/a/link.lnk',
      '/a/photo.jpg.exe',
      '/a/photo.jpg ',
      '/a/photo.jpg.',
      '/a/txt',
      '/a/.txt',
    ],
    ...['/a/gpj.\u202Etxt.scr', '/a/no-extension'],
  ])('is not %j', (path) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(isPassive(path, file(), platform)).toBe(false)
    }
  })

  it('is none that may be executed, is no regular file, or is a stream in another file', () => {
    expect(isPassive('/a/photo.jpg', file(0o755), 'linux')).toBe(false)
    expect(isPassive('/a/photo.jpg', file(0o645), 'darwin')).toBe(false)
    expect(isPassive('/a/photo.jpg', file(0o644, 'other'), 'linux')).toBe(false)
    expect(isPassive('C:/a/run.exe:photo.jpg', file(), 'win32')).toBe(false)
  })

  it('may be a folder, unless its name makes more of it', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(isPassive('/a/2024 Lisbon', file(0o755, 'folder'), platform)).toBe(true)
    }
    expect(isPassive('/a/2024.05', file(0o755, 'folder'), 'linux')).toBe(true)
    expect(isPassive('/a/App.app', file(0o755, 'folder'), 'darwin')).toBe(false)
    expect(isPassive('C:/a/x.{20D04FE0-3AEA-1069-A2D8-08002B30309D}', file(0o755, 'folder'), 'win32')).toBe(
      false,
    )
  })
})
