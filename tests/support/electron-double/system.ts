/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import type { FetchedFile } from './link-messages.ts'
import { PreventableEvent } from './event.ts'
import { link } from './link.ts'
import { webContentsOf } from './web-contents.ts'

// What Electron reaches of the system: dialogs, menus, notifications and so on. Each tells the test what was
// done with it, and takes from the test what a person would do.

const answers = new Map<string, unknown[]>()

link.on('dialog-answer', ({ dialog, answer }) => {
  answers.set(dialog, [...(answers.get(dialog) ?? []), answer])
})

/** The answer that the test has given, or the one of a person who cancels. */
function nextAnswer(name: string, parameters: readonly unknown[], cancelled: object): Promise<object> {
  link.record(name, parameters.at(-1))
  const answer = answers.get(name)?.shift()
  return Promise.resolve(typeof answer === 'object' && answer !== null ? answer : cancelled)
}

export const dialog = {
  async showOpenDialog(...parameters: unknown[]) {
    const cancelled: Electron.OpenDialogReturnValue = { canceled: true, filePaths: [] }
    return { ...cancelled, ...(await nextAnswer('showOpenDialog', parameters, cancelled)) }
  },
  async showSaveDialog(...parameters: unknown[]) {
    const cancelled: Electron.SaveDialogReturnValue = { canceled: true, filePath: '' }
    return { ...cancelled, ...(await nextAnswer('showSaveDialog', parameters, cancelled)) }
  },
  async showMessageBox(...parameters: unknown[]) {
    const options = parameters.at(-1)
    const cancelId =
      typeof options === 'object' && options !== null && 'cancelId' in options ? Number(options.cancelId) : 0
    const cancelled: Electron.MessageBoxReturnValue = { response: cancelId, checkboxChecked: false }
    return { ...cancelled, ...(await nextAnswer('showMessageBox', parameters, cancelled)) }
  },
  showErrorBox(title: string, content: string): void {
    link.record('showErrorBox', { title, content })
  },
} satisfies Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>

export const clipboard = {
  writeText(text: string): Promise<void> {
    link.record('clipboard', text)
    return Promise.resolve()
  },
} satisfies Pick<Electron.Clipboard, 'writeText'>

export const nativeTheme = { shouldUseDarkColors: false } satisfies Pick<
  Electron.NativeTheme,
  'shouldUseDarkColors'
>

let blockers = 0
export const powerSaveBlocker = {
  start(type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    blockers += 1
    link.record('power save blocker', { started: type })
    return blockers
  },
  stop(): boolean {
    link.record('power save blocker', 'stopped')
    return true
  },
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>

/** Electron's `powerMonitor`: its events alone are used. */
class PowerMonitorDouble extends EventEmitter {
  constructor() {
    super()
    link.on('emit', ({ from, event, parameters }) => {
      if (from === 'powerMonitor') this.emit(event, new PreventableEvent(), ...parameters)
    })
  }
}
export const powerMonitor = new PowerMonitorDouble()

/** The application's menu, clicked by the words of its items. */
export class Menu implements Pick<Electron.Menu, 'popup'> {
  readonly #template: readonly Electron.MenuItemConstructorOptions[]

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template)
  }

  static setApplicationMenu(menu: Menu): void {
    link.record('menu', menu.#labels())
    link.on('menu', ({ label }) => menu.click(label))
  }

  private constructor(template: readonly Electron.MenuItemConstructorOptions[]) {
    this.#template = template
  }

  popup(): void {
    link.record('menu', 'popped up')
  }

  click(label: string): void {
    const item = this.#items().find((each) => each.label === label)
    if (item?.click === undefined) throw new Error(`the menu has no item ${label}`)
    Reflect.apply(item.click, undefined, [])
  }

  #items(): Electron.MenuItemConstructorOptions[] {
    return this.#template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
  }

  #labels(): string[] {
    return this.#items()
      .filter((item) => item.label !== undefined)
      .map((item) => `${item.label}${item.accelerator === undefined ? '' : ` [${item.accelerator}]`}`)
  }
}

export class Notification extends EventEmitter implements Pick<Electron.Notification, 'show'> {
  readonly #options: Electron.NotificationConstructorOptions

  static isSupported(): boolean {
    return true
  }

  constructor(options: Electron.NotificationConstructorOptions) {
    super()
    this.#options = options
  }

  show(): void {
    link.record('notification', this.#options)
    link.once('click-notification', () => this.emit('click'))
  }
}

export class Tray extends EventEmitter implements Pick<Electron.Tray, 'setToolTip' | 'destroy'> {
  readonly #click = (): void => void this.emit('click')

  constructor(image: string) {
    super()
    link.record('tray', { image })
    link.on('click-tray', this.#click)
  }

  setToolTip(text: string): void {
    link.record('tray', { toolTip: text })
  }
  setContextMenu(): void {
    link.record('tray', 'has a menu')
  }
  destroy(): void {
    link.off('click-tray', this.#click)
    link.record('tray', 'destroyed')
  }
}

type Respond = (request: Request) => Promise<Response> | Response

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    link.record('schemes', schemes)
  },
  handle(scheme: string, respond: Respond): void {
    link.on('fetch', ({ question, url, method }) => {
      if (!url.startsWith(`${scheme}:`)) throw new Error(`nobody answers ${url}`)
      void fetched(respond, url, method).then((file) => link.answer(question, file))
    })
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>

async function fetched(respond: Respond, url: string, method: string): Promise<FetchedFile> {
  const response = await respond(new Request(url, { method }))
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
let permissionHandler: RequestHandler = null

link.on('permission', ({ question, window, permission }) => {
  const details = { isMainFrame: true, requestingUrl: 'app://batchyard/' }
  const answer = (granted: boolean): void => link.answer(question, granted)
  if (permissionHandler === null) answer(true)
  else Reflect.apply(permissionHandler, undefined, [webContentsOf(window), permission, answer, details])
})

export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: RequestHandler): void {
      permissionHandler = handler
    },
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
  } satisfies Pick<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
}
