import type { TaskContext } from '../../electron/engine/pool/index.ts'

/** What an item of the load asks for. */
export type Deed =
  | { readonly kind: 'nothing' | 'fail' | 'hang' | 'exit' | 'memory' | 'crash' }
  | { readonly kind: 'spin' | 'wait'; readonly milliseconds: number }
  | { readonly kind: 'buffer'; readonly bytes: Uint8Array<ArrayBuffer> }

export interface LoadItem {
  readonly id: number
  readonly deed: Deed
}

/** Does what the item asks for and returns its id, or the bytes of a buffer, each one more than it was. */
export function work(item: unknown, context: TaskContext): unknown {
  const { id, deed } = parse(item)
  context.report(id)
  switch (deed.kind) {
    case 'nothing':
      return id
    case 'fail':
      throw new RangeError(`failed ${id}`)
    case 'spin': {
      const end = performance.now() + deed.milliseconds
      while (performance.now() < end);
      return id
    }
    case 'wait':
      return new Promise((resolve) => setTimeout(() => resolve(id), deed.milliseconds))
    case 'hang':
      for (;;);
    case 'exit':
      return process.exit(3)
    case 'memory':
      return hoard()
    case 'crash':
      // As a fault of native code ends a process, without its core and without a word.
      process.kill(process.pid, 'SIGSEGV')
      return new Promise(() => {})
    case 'buffer': {
      const bytes = deed.bytes.map((byte) => byte + 1)
      context.transfer(bytes.buffer)
      return bytes
    }
  }
}

function hoard(): never {
  const hoarded: number[][] = []
  for (;;) hoarded.push(new Array<number>(10_000).fill(hoarded.length))
}

function parse(item: unknown): LoadItem {
  if (isLoadItem(item)) return item
  throw new TypeError('The item is none of the load.')
}

function isLoadItem(item: unknown): item is LoadItem {
  return typeof item === 'object' && item !== null && 'id' in item && 'deed' in item
}
