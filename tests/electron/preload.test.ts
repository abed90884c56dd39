/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desktopOrigin } from '../../shared/contract/desktop-bridge.ts'
import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { builtShell } from '../support/built-shell.ts'
import type { BuiltShell } from '../support/built-shell.ts'

// The BUILT preload script with doubles of what it may use: three objects of Electron's and `window`.

let shell: BuiltShell
let code: string

beforeAll(async () => {
  shell = await builtShell()
  code = await readFile(join(shell.preload, 'index.cjs'), 'utf8')
})

afterAll(() => shell[Symbol.asyncDispose]())

interface Loaded {
  readonly bridge: DesktopBridge<File>
  /** Lets the main process send something. */
  readonly receive: (channel: string, event: object, ...parameters: unknown[]) => void
  /** What was sent or asked of the main process. */
  readonly sent: unknown[][]
  /** What was passed on to the page. */
  readonly posted: unknown[][]
}

/** Loads the script; `answer` is the main process. */
function load(answer: (channel: string, parameters: unknown[]) => unknown = () => undefined): Loaded {
  const sent: unknown[][] = []
  const posted: unknown[][] = []
  const exposed = new Map<string, DesktopBridge<File>>()
  const events = new EventEmitter()
  const ipcRenderer = {
    send: (...message: unknown[]) => sent.push(message),
    invoke(channel: string, ...parameters: unknown[]) {
      sent.push([channel, ...parameters])
      return Promise.resolve(answer(channel, parameters))
    },
    on: events.on.bind(events),
    off: events.off.bind(events),
  } satisfies Record<keyof Pick<Electron.IpcRenderer, 'send' | 'invoke' | 'on' | 'off'>, unknown>
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: DesktopBridge<File>) => exposed.set(name, bridge),
    } satisfies Record<keyof Pick<Electron.ContextBridge, 'exposeInMainWorld'>, unknown>,
    ipcRenderer,
    webUtils: {
      getPathForFile: (file) => (file.name === 'made by the page' ? '' : `/dropped/${file.name}`),
    } satisfies Pick<Electron.WebUtils, 'getPathForFile'>,
  }
  runInNewContext(code, {
    exports: {},
    require(name: string) {
      if (name !== 'electron/renderer') throw new Error(`a sandboxed preload script cannot require ${name}`)
      return electron
    },
    window: { postMessage: (...message: unknown[]) => posted.push(message) },
  })
  expect([...exposed.keys()]).toEqual(['desktop'])
  const bridge = exposed.get('desktop')
  if (bridge === undefined) throw new Error('the bridge was not exposed')
  return { bridge, sent, posted, receive: (channel, event, ...rest) => events.emit(channel, event, ...rest) }
}

function port(): { closed: boolean; close: () => void } {
  const double = {
    closed: false,
    close() {
      double.closed = true
    },
  }
  return double
}

describe('the bridge', () => {
  it('is frozen, and has named functions only', () => {
    const { bridge } = load()
    expect(Object.isFrozen(bridge)).toBe(true)
    expect(Object.keys(bridge).sort()).toEqual([
      'cancelCountdown',
      'changeSettings',
      'chooseFiles',
      'chooseFolders',
      'chooseSavePath',
      'copyDiagnostics',
      'onCommand',
      'onEngineRestarted',
      'openFile',
      'pathsOf',
      'requestEnginePort',
      'settings',
      'showInFolder',
    ])
    expect(Object.values(bridge).every((value) => typeof value === 'function')).toBe(true)
  })

  it('asks the main process and gives what it answers', async () => {
    const { bridge, sent } = load((channel) => ({
      ok: true,
      data: channel === desktopChannels.chooseSavePath ? null : ['/a', '/b'],
    }))
    expect(await bridge.chooseFiles()).toEqual(['/a', '/b'])
    expect(await bridge.chooseFolders()).toEqual(['/a', '/b'])
    expect(await bridge.chooseSavePath('run.csv')).toBe(null)
    await bridge.showInFolder('/a')
    expect(sent).toEqual([
      [desktopChannels.chooseFiles],
      [desktopChannels.chooseFolders],
      [desktopChannels.chooseSavePath, 'run.csv'],
      [desktopChannels.showInFolder, '/a'],
    ])
  })

  it('throws the message of an error', async () => {
    const { bridge } = load(() => ({ ok: false, error: { code: 'NOT_FOUND', message: '/a is gone.' } }))
    await expect(bridge.showInFolder('/a')).rejects.toThrow('/a is gone.')
  })

  it('tells the paths of dropped files, without those that have none', () => {
    const { bridge } = load()
    const files = [new File([], 'a.jpg'), new File([], 'made by the page')]
    expect(bridge.pathsOf(files)).toEqual(['/dropped/a.jpg'])
  })
})

describe('commands', () => {
  it('are told to whoever listens, without the event, and only where they are commands', () => {
    const { bridge, sent, receive } = load()
    const told: unknown[][] = []
    const stop = bridge.onCommand((...parameters: unknown[]) => told.push(parameters))
    expect(sent).toEqual([[desktopChannels.awaitCommands]])
    receive(desktopChannels.command, { sender: 'ipcRenderer' }, { type: 'add-inputs', paths: ['/a'] })
    for (const odd of [null, 'new-job', { type: 'constructor' }, {}]) {
      receive(desktopChannels.command, { sender: 'ipcRenderer' }, odd)
    }
    stop()
    receive(desktopChannels.command, { sender: 'ipcRenderer' }, { type: 'new-job' })
    expect(told).toEqual([[{ type: 'add-inputs', paths: ['/a'] }]])
  })
})

describe('settings', () => {
  it('are read and changed by the main process, whose answer is checked', async () => {
    const good = load(() => ({
      ok: true,
      data: { updates: 'beta', notifications: false, whenDone: 'sleep' },
    }))
    expect(await good.bridge.settings()).toEqual({ updates: 'beta', notifications: false, whenDone: 'sleep' })
    expect(await good.bridge.changeSettings({ updates: 'beta' })).toEqual({
      updates: 'beta',
      notifications: false,
      whenDone: 'sleep',
    })
    expect(good.sent).toEqual([
      [desktopChannels.readSettings],
      [desktopChannels.changeSettings, { updates: 'beta' }],
    ])
    const odd = load(() => ({ ok: true, data: { updates: 'always' } }))
    await expect(odd.bridge.settings()).rejects.toThrow('something else than settings')
  })
})

describe('the port to the engine', () => {
  it('is passed on to the own page under the nonce it was asked for with', () => {
    const { bridge, sent, posted, receive } = load()
    const given = port()
    bridge.requestEnginePort('nonce-1')
    expect(sent).toEqual([[desktopChannels.requestEnginePort, 'nonce-1']])
    receive(desktopChannels.enginePort, { ports: [given] }, 'nonce-1')
    expect(posted).toEqual([[{ type: 'batchyard:engine-port', nonce: 'nonce-1' }, desktopOrigin, [given]]])
    expect(given.closed).toBe(false)
  })

  it.each([
    ['that nobody asked for', []],
    ['of another nonce', ['nonce-2']],
    ['of a request that a later one replaced', ['nonce-1', 'nonce-2']],
  ])('is closed when it is one %s', (_, asked) => {
    const { bridge, posted, receive } = load()
    const given = port()
    for (const nonce of asked) bridge.requestEnginePort(nonce)
    receive(desktopChannels.enginePort, { ports: [given] }, 'nonce-1')
    expect(posted).toEqual([])
    expect(given.closed).toBe(true)
  })

  it('is passed on only once', () => {
    const { bridge, posted, receive } = load()
    bridge.requestEnginePort('nonce-1')
    receive(desktopChannels.enginePort, { ports: [port()] }, 'nonce-1')
    receive(desktopChannels.enginePort, { ports: [port()] }, 'nonce-1')
    expect(posted).toHaveLength(1)
  })
})

describe('a restart of the engine', () => {
  it('is told without the event, through which the page could reach Electron', () => {
    const { bridge, receive } = load()
    const told: unknown[][] = []
    const stop = bridge.onEngineRestarted((...parameters: unknown[]) => told.push(parameters))
    receive(desktopChannels.engineRestarted, { sender: 'ipcRenderer' })
    stop()
    receive(desktopChannels.engineRestarted, { sender: 'ipcRenderer' })
    expect(told).toEqual([[]])
  })
})
