import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'

/** What a script is handed for each file, by the name that it has in the examples. */
const members: Readonly<Record<string, readonly Completion[]>> = {
  item: [
    { label: 'path', type: 'property', detail: 'string' },
    { label: 'pathBytes', type: 'property', detail: 'Uint8Array' },
    { label: 'name', type: 'property', detail: 'string' },
    { label: 'extension', type: 'property', detail: 'string' },
    { label: 'folder', type: 'property', detail: 'string' },
    { label: 'size', type: 'property', detail: 'number | null' },
    { label: 'seq', type: 'property', detail: 'number' },
  ],
  context: [
    { label: 'params', type: 'property', detail: 'object' },
    { label: 'output', type: 'property', detail: 'string | null' },
    { label: 'outputBytes', type: 'property', detail: 'Uint8Array | null' },
    { label: 'signal', type: 'property', detail: 'AbortSignal' },
    { label: 'worker', type: 'property', detail: 'number' },
    { label: 'log', type: 'method', detail: '(…values)' },
    { label: 'progress', type: 'method', detail: '(done, total)' },
    { label: 'throwIfCancelled', type: 'method', detail: '()' },
  ],
}

/** Completes the members of what a script is handed, after `item.` and `context.`. */
export function completeContext(context: CompletionContext): CompletionResult | null {
  const typed = context.matchBefore(/\b(?:item|context)\.\w*/u)
  if (typed === null) return null
  const dot = typed.text.indexOf('.')
  const options = members[typed.text.slice(0, dot)]
  return options === undefined
    ? null
    : { from: typed.from + dot + 1, options: [...options], validFor: /^\w*$/u }
}
