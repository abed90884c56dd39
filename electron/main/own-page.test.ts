import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOwnFrame, isOwnPage } from './own-page.ts'

describe('isOwnPage', () => {
  it.each(['app://batchyard', 'app://batchyard/', 'app://batchyard/index.html#/runs/3', 'APP://batchyard/'])(
    'accepts %s',
    (address) => {
      expect(isOwnPage(address)).toBe(true)
    },
  )

  it.each([
    '',
    'about:blank',
    'app://',
    'app:batchyard',
    'app://batchyard.example/',
    'app://example/batchyard',
    'app://batchyard:8080/',
    'app://user@batchyard/',
    'app://user:word@batchyard/',
    'https://batchyard/',
    'file:///batchyard/index.html',
    'javascript:alert(1)//app://batchyard/',
    'data:text/html,app://batchyard/',
    'blob:app://batchyard/0f6f',
    'http://127.0.0.1/?app://batchyard/',
  ])('refuses %s', (address) => {
    expect(isOwnPage(address)).toBe(false)
  })

  it('refuses every other web address', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (address) => {
        expect(isOwnPage(address)).toBe(false)
      }),
    )
  })
})

describe('isOwnFrame', () => {
  it('accepts the page itself', () => {
    expect(isOwnFrame({ url: 'app://batchyard/', parent: null })).toBe(true)
  })

  it('refuses a frame inside the page, even of the same origin', () => {
    expect(isOwnFrame({ url: 'app://batchyard/', parent: {} })).toBe(false)
  })

  it('refuses a page of another origin', () => {
    expect(isOwnFrame({ url: 'https://example.org/', parent: null })).toBe(false)
  })

  it('refuses a frame that is gone', () => {
    expect(isOwnFrame(null)).toBe(false)
  })
})
