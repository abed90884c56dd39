import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseSync } from 'vite'

/** What a built file imports, directly or through others. */
export interface ModuleGraph {
  /** Absolute paths of built files, the entry included. */
  readonly files: ReadonlySet<string>
  /** Specifiers of what is not part of the build: Node's modules, Electron's, packages. */
  readonly externals: ReadonlySet<string>
}

/**
 * Follows every import and every `require` from a built file.
 *
 * @param follow `at-start` leaves out what is loaded only when it is needed, by `import(…)`
 */
export async function moduleGraph(
  entry: string,
  follow: 'everything' | 'at-start' = 'everything',
): Promise<ModuleGraph> {
  const files = new Set<string>()
  const externals = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    files.add(file)
    for (const specifier of specifiers(parseSync(file, await readFile(file, 'utf8')).program, follow)) {
      if (specifier.startsWith('.')) waiting.push(resolve(dirname(file), specifier))
      else externals.add(specifier)
    }
  }
  return { files, externals }
}

/** The text of each `import … from`, `export … from`, `import(…)` and `require(…)` in a syntax tree. */
function* specifiers(node: unknown, follow: 'everything' | 'at-start'): Generator<string> {
  if (Array.isArray(node)) {
    for (const entry of node) yield* specifiers(entry, follow)
    return
  }
  if (typeof node !== 'object' || node === null) return
  if (follow === 'at-start' && 'type' in node && node.type === 'ImportExpression') return
  if ('source' in node && isText(node.source)) yield node.source.value
  if ('type' in node && node.type === 'CallExpression') yield* requireSpecifier(node)
  for (const value of Object.values(node)) yield* specifiers(value, follow)
}

function* requireSpecifier(call: object): Generator<string> {
  if (!('callee' in call) || !('arguments' in call) || !Array.isArray(call.arguments)) return
  const { callee } = call
  const isRequire =
    typeof callee === 'object' &&
    callee !== null &&
    'name' in callee &&
    String(callee.name).includes('require')
  const first: unknown = call.arguments[0]
  if (isRequire && isText(first)) yield first.value
}

function isText(node: unknown): node is { readonly value: string } {
  return typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'string'
}
