import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { expandTyped, splitTyped } from './typed-path.ts'

const home = '/home/ada'
const windowsHome = 'C:\\Users\\Ada'

describe('expandTyped', () => {
  it.each([
    ['/a/b', '/a/b'],
    ['/a/b/', '/a/b/'],
    ['~', '/home/ada'],
    ['~/x', '/home/ada/x'],
    ['~ada/x', '/home/ada/~ada/x'],
    ['photos', '/home/ada/photos'],
    ['./photos/../x', '/home/ada/x'],
    ['/', '/'],
    [' /a ', '/home/ada/ /a '],
    ['/a\\b', '/a\\b'],
  ])('%j', (text, expected) => {
    expect(expandTyped(text, home, path.posix)).toBe(expected)
  })

  it.each([
    ['C:\\photos', 'C:\\photos'],
    ['C:/photos/', 'C:\\photos\\'],
    ['C:', 'C:\\'],
    ['~\\x', 'C:\\Users\\Ada\\x'],
    ['~/x', 'C:\\Users\\Ada\\x'],
    ['photos', 'C:\\Users\\Ada\\photos'],
    ['\\\\server\\share\\x', '\\\\server\\share\\x'],
  ])('%j on Windows', (text, expected) => {
    expect(expandTyped(text, windowsHome, path.win32)).toBe(expected)
  })
})

describe('splitTyped', () => {
  it.each([
    ['', '/home/ada', ''],
    ['~', '/home/ada', ''],
    ['~/', '/home/ada', ''],
    ['/', '/', ''],
    ['/us', '/', 'us'],
    ['/usr/', '/usr', ''],
    ['/usr/li', '/usr', 'li'],
    ['~/.con', '/home/ada', '.con'],
    ['.', '/home/ada', '.'],
    ['/etc/.', '/etc', '.'],
    ['/etc/..', '/etc', '..'],
    ['/etc/../us', '/', 'us'],
    ['pho', '/home/ada', 'pho'],
    ['/a\\.', '/', 'a\\.'],
  ])('%j', (text, folder, prefix) => {
    expect(splitTyped(text, home, path.posix)).toEqual({ folder, prefix })
  })

  it.each([
    ['', 'C:\\Users\\Ada', ''],
    ['C:', 'C:\\', ''],
    ['C:\\', 'C:\\', ''],
    ['c:/win', 'c:\\', 'win'],
    ['\\\\server\\share\\x', '\\\\server\\share\\', 'x'],
  ])('%j on Windows', (text, folder, prefix) => {
    expect(splitTyped(text, windowsHome, path.win32)).toEqual({ folder, prefix })
  })
})
