import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { processesWith, until } from './fixtures/counted.ts'

const variable = 'BATCHYARD_REAPER_TEST'

function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url))
}

/** Starts a process whose descendants bear the mark. */
function start(mark: string, words: readonly string[]): Parent {
  const child = spawn(process.execPath, words, {
    env: { ...process.env, [variable]: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return {
    output: child.stdout,
    kill: () => void child.kill('SIGKILL'),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  }
}

/** A process that is killed at the latest when its scope ends. */
interface Parent extends Disposable {
  readonly output: Readable
  kill(): void
}

// Other systems do not tell the environment of processes, by which they are counted here.
describe.runIf(process.platform === 'linux')('what a killed process has started', () => {
  it.each([
    ['a program', ['sleep', '1000'], 1],
    ['children and grandchildren', ['sh', '-c', '(sleep 1000 & sleep 1000 & wait) & sleep 1000 & wait'], 5],
    ['a program that takes no notice of TERM', ['sh', '-c', 'trap "" TERM; sleep 1000 & sleep 1000'], 3],
    ['a program that was stopped', ['sh', '-c', 'kill -STOP $$; sleep 1000'], 1],
    ['a program with an argument that is not UTF-8', ['sh', '-c', 'sleep 1000; exit', '\udcff'], 2],
  ])('is ended: %s', async (what, words, least) => {
    const mark = `${process.pid} ${what}`
    using parent = start(mark, [fixture('lonely'), JSON.stringify(words)])
    // Beside it there are the parent, its reaper, and what that waits with.
    await until('all have started', () => processesWith(variable, mark).length >= least + 3)
    parent.kill()
    await until('none is left', () => processesWith(variable, mark).length === 0)
  })

  it.each(['direct', 'gate'])('is ended at whatever moment the process is killed (%s start)', async (way) => {
    let most = 0
    for (let round = 0; round < 8; round += 1) {
      const mark = `${process.pid} ${way} ${round}`
      using parent = start(mark, [fixture('storm'), way])
      await once(parent.output, 'data')
      // Moments that differ by less than it takes to start a program, each once the storm is on.
      await until('programs are being started', () => processesWith(variable, mark).length >= 4)
      const at = performance.now() + (round * 7) / 8
      while (performance.now() < at);
      parent.kill()
      most = Math.max(most, processesWith(variable, mark).length)
      await until('none is left', () => processesWith(variable, mark).length === 0)
    }
    expect(most).toBeGreaterThan(0)
  })
})
