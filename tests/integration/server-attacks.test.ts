import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presetFileSchema } from '../../shared/model/preset.ts'
import { Door } from '../support/door.ts'

// Attacks on the browser's door and through it, beside those in server-access and server-socket.

let door: Door

beforeAll(async () => {
  door = await Door.open()
})

afterAll(() => door[Symbol.asyncDispose]())

describe('guessing the token', () => {
  it('is looked at ten times, then refused unseen, while whoever is in goes on', async () => {
    const statuses: number[] = []
    for (let guess = 0; guess < 14; guess += 1) {
      statuses.push((await door.ask(`/?token=guess-${guess}`)).status)
    }
    expect(statuses.slice(0, 10)).toEqual(statuses.slice(0, 10).map(() => 401))
    expect(statuses).toContain(429)
    expect((await door.askAdmitted('/')).status).toBe(200)
  })
})

describe('CORS', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'gives other origins no leave to read: %s',
    async (origin) => {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await door.askAdmitted('/', { origin, 'access-control-request-method': 'GET' }, method)
        expect(answer.status).toBe(403)
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
      }
    },
  )
})

describe('cross-site WebSocket', () => {
  it.each(['https://evil.example', 'null', 'http://localhost', 'http://127.0.0.1:1'])(
    'from %s is refused, though the browser sends the cookie along',
    async (origin) => {
      expect(await door.openSocket({ ...door.ownHeaders(), origin })).toBe(403)
    },
  )
})

describe('a preset of somebody else', () => {
  const job = { inputs: [], task: { type: 'checksum', parameters: {} } }

  it.each([
    ['at the top', { __proto__: { polluted: true } }],
    ['by way of the constructor', { constructor: { prototype: { polluted: true } } }],
  ])('prototype pollution in presets: %s', async (_, poison) => {
    const good = { format: 'batchyard-preset', formatVersion: 1, name: 'Nice', job }
    const text = JSON.stringify(good).replace(
      '"parameters":{}',
      `"parameters":${JSON.stringify(poison).replace('{}', '{"__proto__":{"polluted":true}}')}`,
    )
    for (const given of [text, text.replace('{"format"', '{"__proto__":{"polluted":true},"format"')]) {
      // Refused or taken, it must leave no trace in what all objects inherit from.
      await door.local.client.presets.import({ text: given }).catch(() => undefined)
      expect(Reflect.get({}, 'polluted')).toBe(undefined)
    }
    const poisoned: unknown = JSON.parse(`{"__proto__":{"x":1},${JSON.stringify(good).slice(1)}`)
    expect(presetFileSchema.safeParse(poisoned).success).toBe(false)
  })
})
