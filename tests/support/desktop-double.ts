import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page, Route } from '@playwright/test'
import { desktopOrigin } from '../../shared/contract/desktop-bridge.ts'
import type { FetchedFile, FromTest, PageEvent, ToTest } from './electron-double/link-messages.ts'
import { bindings, pageScript } from './electron-double/page-script.ts'
import { desktopEnvironment } from './desktop-environment.ts'

/** The origin under which Chromium loads the page: it knows no `app://`, which only Electron can teach it. */
const pageOrigin = 'https://batchyard'

const registerFile = fileURLToPath(new URL('electron-double/register.ts', import.meta.url))
const mainFile = fileURLToPath(new URL('../../out/main/index.js', import.meta.url))

type Question = FromTest extends infer Message
  ? Message extends { question: number }
    ? Omit<Message, 'question'>
    : never
  : never

/** One thing that the shell did to the system. */
export interface Recorded {
  readonly what: string
  readonly value: unknown
}

/**
 * The desktop app without Electron: the built main bundle under Node with the double in the place of Electron,
 * and its windows as pages of a real Chromium, with the built preload script and the built interface under
 * the real Content-Security-Policy.
 */
export class DesktopDouble {
  readonly home: string
  readonly #browser: Browser
  readonly #process: ChildProcess
  readonly #pages = new Map<number, Page>()
  readonly #answers = new Map<number, (value: unknown) => void>()
  readonly #watchers = new Set<() => void>()
  readonly #recorded: Recorded[] = []
  /** What is to be delivered to each page, in order; all that has gathered travels together. */
  readonly #outboxes = new Map<Page, ToTest[]>()
  #context: BrowserContext | null = null
  #questions = 0
  #isEnding = false
  /** What pages complained of. */
  readonly complaints: string[] = []
  /** What the shell and the engine printed as errors. */
  errorOutput = ''
  output = ''
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>

  constructor(browser: Browser, home: string, words: readonly string[] = [], input = '') {
    this.#browser = browser
    this.home = home
    this.#process = fork(mainFile, [...words], {
      // Electron has the folder of the application as its first word.
      execArgv: ['--import', registerFile, '--no-warnings'],
      env: desktopEnvironment(home),
      cwd: home,
      serialization: 'advanced',
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    })
    this.#process.stdin?.end(input)
    this.#process.stdout?.on('data', (bytes: Buffer) => (this.output += bytes.toString()))
    this.#process.stderr?.on('data', (bytes: Buffer) => (this.errorOutput += bytes.toString()))
    this.#process.on('message', (message: ToTest) => {
      this.#receive(message).catch((error: unknown) => {
        // A page that is closed meanwhile is no longer worked on.
        if (!this.#isEnding) this.complaints.push(String(error))
      })
    })
    this.exited = new Promise((resolve) => this.#process.on('close', (code) => resolve(code)))
    void this.exited.then(() => this.#changed())
  }

  /** Starts another process with the same home: a second start, or a command line. */
  another(words: readonly string[], input = ''): DesktopDouble {
    return new DesktopDouble(this.#browser, this.home, words, input)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** The page of the window that was opened last. */
  async window(): Promise<Page> {
    return await this.#until(() => [...this.#pages.values()].at(-1))
  }

  get windowCount(): number {
    return this.#pages.size
  }

  /** Everything of a kind that the shell did to the system so far. */
  recorded(what: string): unknown[] {
    return this.#recorded.filter((each) => each.what === what).map((each) => each.value)
  }

  /** Waits until something was done that the function accepts. */
  async untilRecorded(what: string, isIt: (value: unknown) => boolean = () => true): Promise<unknown> {
    return await this.#until(() => this.#recorded.find((each) => each.what === what && isIt(each.value)))
  }

  async answerDialog(dialog: string, answer: object): Promise<void> {
    this.#tell({ kind: 'dialog-answer', dialog, answer })
    return Promise.resolve()
  }

  /** What is done by hand or by the system. */
  do(
    message: Extract<FromTest, { kind: 'menu' | 'click-tray' | 'click-notification' | 'quit' | 'emit' }>,
  ): void {
    this.#tell(message)
  }

  async pageEvent(event: PageEvent): Promise<void> {
    const page = await this.window()
    for (const [window, each] of this.#pages) {
      if (each === page) this.#tell({ kind: 'page-event', window, event })
    }
  }

  async processOf(name: string): Promise<number> {
    return Number(await this.#ask({ kind: 'process-of', name }))
  }

  async mayHave(permission: string): Promise<unknown> {
    return await this.#ask({ kind: 'permission', window: 1, permission })
  }

  /** Drops files on the window as a file manager does. */
  async drop(paths: readonly string[]): Promise<void> {
    const page = await this.window()
    await page.evaluate((dropped) => {
      const byName = Object.fromEntries(dropped.map((path) => [path.split('/').at(-1) ?? '', path]))
      Object.defineProperty(window, '__doubleDropped', { value: byName, configurable: true })
      const transfer = new DataTransfer()
      for (const name of Object.keys(byName)) transfer.items.add(new File([], name))
      for (const type of ['dragenter', 'dragover', 'drop']) {
        const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer })
        document.body.dispatchEvent(event)
      }
    }, paths)
  }

  /** Ends what is left, whatever state it is in. */
  async end(): Promise<void> {
    this.#isEnding = true
    this.#process.kill('SIGKILL')
    await this.exited
    await this.#context?.close()
  }

  #tell(message: FromTest): void {
    if (this.#process.connected) this.#process.send(message, () => undefined)
  }

  #ask(question: Question): Promise<unknown> {
    this.#questions += 1
    const number = this.#questions
    return new Promise((resolve) => {
      this.#answers.set(number, resolve)
      this.#tell(Object.assign({}, question, { question: number }))
    })
  }

  async #receive(message: ToTest): Promise<void> {
    switch (message.kind) {
      case 'answer':
        this.#answers.get(message.question)?.(message.value)
        this.#answers.delete(message.question)
        return
      case 'recorded':
        this.#recorded.push({ what: message.what, value: message.value })
        this.#changed()
        return
      case 'window':
        this.#recorded.push({ what: 'window options', value: message.options })
        return
      case 'load':
        return await this.#load(message.window, message.url, message.preload)
      case 'reload':
        await this.#pages.get(message.window)?.reload()
        return
      case 'close': {
        const page = this.#pages.get(message.window)
        this.#pages.delete(message.window)
        await page?.close()
        this.#changed()
        return
      }
      case 'to-page':
        return this.#deliver([this.#pages.get(message.window)], message)
      case 'port-message':
      case 'port-close':
        return this.#deliver([...this.#pages.values()], message)
    }
  }

  #deliver(pages: readonly (Page | undefined)[], message: ToTest): void {
    for (const page of pages) {
      if (page === undefined) continue
      const outbox = this.#outboxes.get(page)
      if (outbox !== undefined) outbox.push(message)
      else void this.#empty(page, [message])
    }
  }

  async #empty(page: Page, outbox: ToTest[]): Promise<void> {
    this.#outboxes.set(page, outbox)
    while (outbox.length > 0) {
      const together = outbox.splice(0)
      try {
        await page.evaluate(
          ([name, messages]) => {
            const deliver: unknown = Reflect.get(window, name)
            if (typeof deliver !== 'function') return
            for (const message of messages) Reflect.apply(deliver, undefined, [message])
          },
          [bindings.deliver, together] as const,
        )
      } catch {
        // The page is being loaded anew, or is gone: what is sent to it is lost, as in Electron.
      }
    }
    this.#outboxes.delete(page)
  }

  async #load(window: number, url: string, preload: string): Promise<void> {
    this.#context ??= await this.#browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await this.#context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('popup', (popup) => void this.#judgePopup(window, popup))
    await page.exposeFunction(
      bindings.invoke,
      ({ channel, parameters }: { channel: string; parameters: unknown[] }) =>
        this.#ask({ kind: 'invoke', window, url: appAddress(page.url()), channel, parameters }),
    )
    await page.exposeFunction(
      bindings.tell,
      (
        message:
          | { kind: 'send'; channel: string; parameters: unknown[] }
          | { kind: 'port-message'; port: number; data: unknown },
      ) => {
        if (message.kind === 'port-message') this.#tell(message)
        else this.#tell({ ...message, window, url: appAddress(page.url()) })
      },
    )
    await page.addInitScript(pageScript(await readFile(preload, 'utf8'), desktopOrigin))
    await page.route('**', (route) => this.#answer(window, page, route))
    this.#pages.set(window, page)
    await page.goto(url.replace(desktopOrigin, pageOrigin))
    this.#tell({ kind: 'page-event', window, event: 'ready-to-show' })
    this.#changed()
  }

  /** Every request of the page: to the shell's own protocol, or nowhere. */
  async #answer(window: number, page: Page, route: Route): Promise<void> {
    const request = route.request()
    const isNavigation = request.isNavigationRequest() && request.frame() === page.mainFrame()
    const address = request.url()
    const isOwn = address.startsWith(`${pageOrigin}/`)
    if (isNavigation) {
      const isFirst = page.url() === 'about:blank'
      const url = isOwn ? appAddress(address) : address
      if (!isFirst && (await this.#ask({ kind: 'navigate', window, url })) !== true) {
        await route.abort('aborted')
        return
      }
      this.#tell({ kind: 'page-event', window, event: 'did-start-loading' })
    }
    if (!isOwn) {
      this.#recorded.push({ what: 'foreign request', value: address })
      await route.abort()
      return
    }
    const file = await this.#ask({ kind: 'fetch', url: appAddress(address), method: request.method() })
    const { status, headers, body } = file as FetchedFile
    await route.fulfill({ status, headers, body: Buffer.from(body) })
  }

  async #judgePopup(window: number, popup: Page): Promise<void> {
    const isAllowed = await this.#ask({ kind: 'open-window', window, url: popup.url() })
    this.#recorded.push({ what: 'new window', value: isAllowed })
    await popup.close()
    this.#changed()
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher()
  }

  /** Waits for a change after which there is something. */
  async #until<Thing>(find: () => Thing | undefined): Promise<Thing> {
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      if (this.#process.exitCode !== null) throw new Error(`the desktop has ended: ${this.errorOutput}`)
      await new Promise<void>((resolve) => {
        const watcher = (): void => {
          this.#watchers.delete(watcher)
          resolve()
        }
        this.#watchers.add(watcher)
      })
    }
  }
}

function appAddress(address: string): string {
  return address.replace(pageOrigin, desktopOrigin)
}
