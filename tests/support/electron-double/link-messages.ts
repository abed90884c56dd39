/** What a page of the double may tell of itself. */
export type PageEvent = 'ready-to-show' | 'did-start-loading' | 'close' | 'focus' | 'blur'

/** What came for a `fetch`, so that it can be sent between processes. */
export interface FetchedFile {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** From the test to the process of the main bundle. `question` is a number that the answer bears too. */
export type FromTest =
  | { readonly kind: 'fetch'; readonly question: number; readonly url: string; readonly method: string }
  | {
      readonly kind: 'invoke'
      readonly question: number
      readonly window: number
      readonly url: string
      readonly channel: string
      readonly parameters: readonly unknown[]
    }
  | {
      readonly kind: 'send'
      readonly window: number
      readonly url: string
      readonly channel: string
      readonly parameters: readonly unknown[]
    }
  | { readonly kind: 'port-message'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'page-event'; readonly window: number; readonly event: PageEvent }
  /** Whether a page may go elsewhere, or open a window. */
  | { readonly kind: 'navigate'; readonly question: number; readonly window: number; readonly url: string }
  | { readonly kind: 'open-window'; readonly question: number; readonly window: number; readonly url: string }
  | {
      readonly kind: 'permission'
      readonly question: number
      readonly window: number
      readonly permission: string
    }
  | {
      readonly kind: 'emit'
      readonly from: 'app' | 'powerMonitor'
      readonly event: string
      readonly parameters: readonly unknown[]
    }
  /** What a dialog is to be answered with, the next time it is shown. */
  | { readonly kind: 'dialog-answer'; readonly dialog: string; readonly answer: unknown }
  | { readonly kind: 'menu'; readonly label: string }
  | { readonly kind: 'click-tray' }
  | { readonly kind: 'click-notification' }
  | { readonly kind: 'quit' }
  /** The number of the newest process of that name. */
  | { readonly kind: 'process-of'; readonly question: number; readonly name: string }

/** From the process of the main bundle to the test. */
export type ToTest =
  | { readonly kind: 'answer'; readonly question: number; readonly value: unknown }
  | { readonly kind: 'window'; readonly window: number; readonly options: unknown }
  | { readonly kind: 'load'; readonly window: number; readonly url: string; readonly preload: string }
  | { readonly kind: 'reload'; readonly window: number }
  | { readonly kind: 'close'; readonly window: number }
  | {
      readonly kind: 'to-page'
      readonly window: number
      readonly channel: string
      readonly parameters: readonly unknown[]
      readonly ports: readonly number[]
    }
  | { readonly kind: 'port-message'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-close'; readonly port: number }
  | { readonly kind: 'recorded'; readonly what: string; readonly value: unknown }
