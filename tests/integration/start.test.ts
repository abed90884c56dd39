import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const startFile = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url))

/** An environment without a display, and without what would open a browser. */
function withoutDisplay(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, CI: 'true' }
  delete environment['DISPLAY']
  delete environment['WAYLAND_DISPLAY']
  return environment
}

/** Starts `npm start` with these words and waits for the address; then ends it as Ctrl-C does. */
async function startAndEnd(words: readonly string[]): Promise<{ errors: string; exitCode: number | null }> {
  const child = spawn(process.execPath, [startFile, ...words], {
    env: withoutDisplay(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = once(child, 'close')
  for await (const line of createInterface({ input: child.stdout })) {
    const address = new URL(line)
    const answer = await fetch(address, { redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect((await fetch(address.origin)).status).toBe(401)
    child.kill('SIGINT')
  }
  await ended
  return { errors, exitCode: child.exitCode }
}

describe('npm start', () => {
  it('opens the browser door when that is asked for', async () => {
    await using folder = await temporaryFolder()
    const { errors, exitCode } = await startAndEnd([
      '--browser',
      '--no-open',
      '--data-dir',
      folder.at('data'),
    ])
    expect(errors).not.toContain('instead')
    expect(errors).toContain('Open this address in a browser on this machine')
    expect(exitCode).toBe(0)
  })

  it('says in one line why it opens the browser where the desktop app cannot run', async () => {
    if (process.platform === 'win32' || process.platform === 'darwin') return
    await using folder = await temporaryFolder()
    const { errors, exitCode } = await startAndEnd(['--data-dir', folder.at('data')])
    expect(errors).toContain(
      'There is no display for the desktop app. Batchyard opens in the browser instead.\n',
    )
    expect(exitCode).toBe(0)
  })

  it('says what it was to be asked when it is asked for something else', async () => {
    const child = spawn(process.execPath, [startFile, '--nonsense'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    await once(child, 'close')
    expect(child.exitCode).toBe(2)
    expect(errors).toContain('--browser')
  })
})
