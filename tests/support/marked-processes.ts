import { setTimeout as wait } from 'node:timers/promises'
import { markedProcesses, markVariable } from '../../scripts/drill/processes.ts'

/** A mark for all processes that a command starts, so that those it leaves behind can be counted. */
export interface Mark {
  /** To be given to the command. */
  readonly environment: Readonly<Record<string, string>>
  /** How many processes bear it at this moment. */
  count(group: number): number
  /** Waits until none bears it any more, and says how many still do when patience is over. */
  remaining(group: number): Promise<number>
}

/** How long what was told to end, or has lost its parent, may take to be gone. A limit, in milliseconds. */
const patience = 120_000

export function createMark(name: string): Mark {
  const mark = `${process.pid} ${name}`
  function count(group: number): number {
    return markedProcesses(mark, group).length
  }
  return {
    environment: { [markVariable]: mark },
    count,
    async remaining(group) {
      const until = performance.now() + patience
      while (count(group) > 0 && performance.now() < until) await wait(20)
      return count(group)
    },
  }
}
