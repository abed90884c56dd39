// Gives a program of Node the double in the place of Electron: `node --import register.ts out/main/index.js`.
import { registerHooks } from 'node:module'

const doubles: Readonly<Record<string, URL>> = {
  'electron/main': new URL('main.ts', import.meta.url),
  'electron/common': new URL('common.ts', import.meta.url),
}

registerHooks({
  resolve(specifier, context, next) {
    const double = doubles[specifier]
    return double === undefined ? next(specifier, context) : { url: double.href, shortCircuit: true }
  },
})
