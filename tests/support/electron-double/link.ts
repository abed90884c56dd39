import { EventEmitter } from 'node:events'
import type { FromTest, ToTest } from './link-messages.ts'

/**
 * The way from the process in which the main bundle runs to the test that started it: Node's own channel
 * between processes. The test holds the windows, since it holds the browser.
 */
class Link extends EventEmitter<{ [Kind in FromTest['kind']]: [Extract<FromTest, { kind: Kind }>] }> {
  constructor() {
    super()
    process.on('message', (message: FromTest) => {
      Reflect.apply(this.emit, this, [message.kind, message])
    })
    // The test is gone: nobody would ever end this process.
    process.on('disconnect', () => process.exit(1))
  }

  tell(message: ToTest): void {
    // A process that was started without a channel is a second instance or a command line: nobody looks.
    if (process.connected) process.send?.(message)
  }

  /** Tells what the shell did to the system, such as setting the progress in the task bar. */
  record(what: string, value: unknown): void {
    this.tell({ kind: 'recorded', what, value })
  }

  answer(question: number, value: unknown): void {
    this.tell({ kind: 'answer', question, value })
  }
}

export const link = new Link()
