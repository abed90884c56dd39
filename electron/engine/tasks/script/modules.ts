import { readFileSync } from 'node:fs'
import { isBuiltin, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { stripTypes } from './strip-types.ts'

/** A script as it is loaded: its text is not read from its place. */
export interface ScriptModule {
  /** Where it stands, or would stand: imports are resolved from there. */
  readonly url: string
  /** JavaScript. */
  readonly code: string
  /** Whether it may import what is on disk, from its place on. */
  readonly hasFolder: boolean
}

const scripts = new Map<string, ScriptModule>()
/** The scripts and what they have imported: of these TypeScript is understood, and of nothing else here. */
const usersModules = new Set<string>()
let areHooked = false

/** Loads a script as a module, with everything that it imports. */
export async function importScript(script: ScriptModule): Promise<unknown> {
  hook()
  scripts.set(script.url, script)
  usersModules.add(script.url)
  return await import(script.url)
}

function hook(): void {
  if (areHooked) return
  areHooked = true
  registerHooks({
    resolve(specifier, context, next) {
      if (scripts.has(specifier)) return { url: specifier, format: 'module', shortCircuit: true }
      const parent = context.parentURL ?? ''
      if (!usersModules.has(parent)) return next(specifier, context)
      if (scripts.get(parent)?.hasFolder === false && !mayBeAnywhere(specifier)) {
        throw new Error(
          `"${specifier}" cannot be imported: the script is no file, and no folder was named from which it imports`,
        )
      }
      const resolved = next(specifier, context)
      usersModules.add(resolved.url)
      return resolved
    },
    load(url, context, next) {
      const script = scripts.get(url)
      if (script !== undefined) return { format: 'module', source: script.code, shortCircuit: true }
      if (!usersModules.has(url) || !isTypeScript(url)) return next(url, context)
      const path = fileURLToPath(url)
      return { format: 'module', source: stripTypes(readFileSync(path, 'utf8'), path), shortCircuit: true }
    },
  })
}

/** Whether a specifier says itself where it leads, so that no folder is needed. */
function mayBeAnywhere(specifier: string): boolean {
  return isBuiltin(specifier) || /^(?:file|data):/iu.test(specifier)
}

function isTypeScript(url: string): boolean {
  return url.startsWith('file:') && /\.m?ts$/iu.test(url) && !url.includes('/node_modules/')
}
