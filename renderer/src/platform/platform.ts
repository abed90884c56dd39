import { inject } from 'vue'
import type { InjectionKey } from 'vue'
import type { DesktopBridge } from '../../../shared/contract/desktop-bridge.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { browserDesktop, browserTransport } from './browser.ts'
import type { Desktop } from './desktop.ts'
import { electronDesktop, electronTransport } from './electron.ts'
import type { EngineClient } from './engine-client.ts'

/** All that the app is given from outside. */
export interface Platform {
  readonly connection: Connection
  readonly client: EngineClient
  readonly desktop: Desktop
}

export const platformKey: InjectionKey<Platform> = Symbol('platform')

declare global {
  interface Window {
    /** Put there by the preload script of the desktop app; absent in a browser. */
    readonly desktop?: DesktopBridge<File>
  }
}

/** Composes the app's surroundings: those of the desktop app where it runs in one, a browser's otherwise. */
export function composePlatform(): Platform {
  const bridge = window.desktop
  if (bridge === undefined) {
    const connection = connect(browserTransport())
    return { connection, client: connection.client, desktop: browserDesktop() }
  }
  const connection = connect(electronTransport(bridge))
  return { connection, client: connection.client, desktop: electronDesktop(bridge, connection.client) }
}

/** What the app was given from outside; to be called in a component's or a store's setup. */
export function usePlatform(): Platform {
  const platform = inject(platformKey)
  if (platform === undefined) throw new Error('The platform was not provided to the app')
  return platform
}
