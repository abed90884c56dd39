import { StringDecoder } from 'node:string_decoder'

/** Where what is printed may go instead of to the console. */
export interface OutputListener {
  /** Whether what is printed at the moment is for the listener. */
  readonly capturesOutput: boolean
  print(stream: 'stdout' | 'stderr', text: string): void
}

/** Longer texts are handed on in pieces of so many characters, so that nobody must hold a long one whole. */
const longestText = 16_384

type Callback = (error?: Error | null) => void

/**
 * Hands what is written to `process.stdout` and `process.stderr`, by `console.log` too, to the listener
 * while it wants it. What is written past them is not seen: by `fs.writeSync(1, …)`, by native code, or by a
 * program that was started with the worker's own streams.
 */
export function captureConsole(listener: OutputListener): void {
  captureStream('stdout', listener)
  captureStream('stderr', listener)
}

function captureStream(name: 'stdout' | 'stderr', listener: OutputListener): void {
  const stream = process[name]
  const write = stream.write.bind(stream)
  const decoder = new StringDecoder('utf8')
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Callback,
    callback?: Callback,
  ): boolean => {
    if (!listener.capturesOutput) {
      return typeof encoding === 'function' ? write(chunk, encoding) : write(chunk, encoding, callback)
    }
    const text =
      typeof chunk === 'string'
        ? textOf(chunk, typeof encoding === 'function' ? undefined : encoding, decoder)
        : decoder.write(chunk)
    for (let from = 0; from < text.length; from += longestText) {
      listener.print(name, text.slice(from, from + longestText))
    }
    const written = typeof encoding === 'function' ? encoding : callback
    if (written !== undefined) process.nextTick(written)
    return true
  }
}

/** A text that was given in an encoding of bytes, such as base64, stands for those bytes. */
function textOf(text: string, encoding: BufferEncoding | undefined, decoder: StringDecoder): string {
  const isPlain = encoding === undefined || encoding === 'utf8' || encoding === 'utf-8'
  return isPlain ? text : decoder.write(Buffer.from(text, encoding))
}
