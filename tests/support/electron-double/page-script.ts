/** What the page tells the test, and the test the page. Put together as text, since it runs before the page. */

/** The names under which the page's side and the test's side find each other. */
export const bindings = {
  invoke: '__doubleInvoke',
  tell: '__doubleTell',
  deliver: '__doubleDeliver',
} as const

/**
 * A script that runs the built preload script before the page, with doubles of the three objects of
 * Electron's that it may use. Ports are real MessagePorts of the page's own.
 *
 * Not shown by it: that the preload script runs in a world of its own. Chromium alone, without Electron, lets
 * no functions through from such a world.
 */
export function pageScript(preloadCode: string, desktopOrigin: string): string {
  return `(() => {
  const invoke = window.${bindings.invoke}
  const tell = window.${bindings.tell}
  const listeners = new Map()
  const ports = new Map()
  const ipcRenderer = {
    on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]) },
    off(channel, listener) {
      listeners.set(channel, (listeners.get(channel) ?? []).filter((each) => each !== listener))
    },
    send(channel, ...parameters) { void tell({ kind: 'send', channel, parameters }) },
    invoke(channel, ...parameters) { return invoke({ channel, parameters }) },
  }
  const contextBridge = {
    exposeInMainWorld(name, value) {
      Object.defineProperty(window, name, { value, enumerable: true, writable: false, configurable: false })
    },
  }
  const webUtils = {
    getPathForFile(file) { return window.__doubleDropped?.[file.name] ?? '' },
  }
  Object.defineProperty(window, '${bindings.deliver}', {
    value(message) {
      if (message.kind === 'port-message') ports.get(message.port)?.postMessage(message.data)
      else if (message.kind === 'port-close') ports.get(message.port)?.close()
      else {
        const given = message.ports.map((id) => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = ({ data }) => void tell({ kind: 'port-message', port: id, data })
          ports.set(id, port1)
          return port2
        })
        const event = { ports: given, sender: ipcRenderer }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.parameters)
      }
    },
  })
  function require(name) {
    if (name !== 'electron/renderer') throw new Error('a sandboxed preload script cannot require ' + name)
    return { contextBridge, ipcRenderer, webUtils }
  }
  const preloadWindow = {
    postMessage(message, origin, transfer) {
      window.postMessage(message, origin === '${desktopOrigin}' ? location.origin : origin, transfer)
    },
  }
  ;(function (require, exports, module, window) {
${preloadCode}
  })(require, {}, { exports: {} }, preloadWindow)
})()`
}
