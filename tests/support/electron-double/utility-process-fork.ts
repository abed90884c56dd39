/// <reference types="electron" />
import { app } from './app.ts'
import { PreventableEvent } from './event.ts'
import { link } from './link.ts'
import { UtilityProcessDouble } from './utility-process.ts'

/** The newest process of each name. */
const newest = new Map<string, UtilityProcessDouble>()

link.on('process-of', ({ question, name }) => link.answer(question, newest.get(name)?.pid ?? null))

/** Electron's `utilityProcess`; the end of each process is told by the application too, as Electron does. */
export const utilityProcess = {
  fork(modulePath: string, words: string[] = [], options: Electron.ForkOptions = {}): UtilityProcessDouble {
    const child = UtilityProcessDouble.fork(modulePath, words, options, (reason, exitCode) => {
      const name = options.serviceName ?? 'Node Utility Process'
      const details: Electron.Details = { type: 'Utility', reason, exitCode, serviceName: name, name }
      app.emit('child-process-gone', new PreventableEvent(), details)
    })
    newest.set(options.serviceName ?? '', child)
    link.record('process', options.serviceName)
    return child
  },
} satisfies Record<keyof Pick<typeof Electron.UtilityProcess, 'fork'>, unknown>
