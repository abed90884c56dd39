import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { fromPathBytes } from '../path-bytes.ts'
import { processesWith, until } from './fixtures/counted.ts'
import { runProgram, type ProgramEnd } from './run-program.ts'

interface Ran extends ProgramEnd {
  readonly stdout: Buffer
  readonly stderr: Buffer
}

async function run(words: readonly string[], signal = new AbortController().signal): Promise<Ran> {
  const pieces: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
  const end = await runProgram({ words, signal, onOutput: (stream, bytes) => pieces[stream].push(bytes) })
  return { ...end, stdout: Buffer.concat(pieces.stdout), stderr: Buffer.concat(pieces.stderr) }
}

/** A word that no other process has, to find programs by. */
let serial = 0
function uniqueMark(): string {
  serial += 1
  return `${process.pid} ${serial}`
}
const variable = 'BATCHYARD_PROGRAM_TEST'

describe('runProgram', () => {
  it('tells how a program ended and all that it wrote', async () => {
    expect(await run(['sh', '-c', 'echo out; echo err >&2; exit 7'])).toMatchObject({
      code: 7,
      signal: null,
      stdout: Buffer.from('out\n'),
      stderr: Buffer.from('err\n'),
    })
    expect(await run(['sh', '-c', 'kill -KILL $$'])).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  it('has nothing on standard input', async () => {
    for (const word of ['plain', '\udcff']) {
      const { stdout, code } = await run(['sh', '-c', 'cat; readlink /proc/self/fd/0; exit 0', word])
      expect([stdout.toString(), code]).toEqual(['/dev/null\n', 0])
    }
  })

  it('hands words over byte for byte, whatever is in them', async () => {
    using tree = new TemporaryTree()
    const file = tree.at('words')
    const byte = fc.integer({ min: 1, max: 255 })
    const word = fc.oneof(
      fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.map((each) => each || 1)),
      fc.array(byte, { maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
      fc
        .string({ unit: fc.constantFrom("'", '"', '\\', '\n', ' ', '$', '`', '#', 'é', '😀') })
        .map((text) => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
        const texts = words.map((bytes) => fromPathBytes(bytes))
        const { code } = await run(['sh', '-c', 'cat /proc/$$/cmdline >"$0"', file, ...texts])
        expect(code).toBe(0)
        const expected = ['sh', '-c', 'cat /proc/$$/cmdline >"$0"', file].map((text) => Buffer.from(text))
        const all = [...expected, ...words].flatMap((each) => [each, Buffer.from([0])])
        expect(await readFile(file)).toEqual(Buffer.concat(all))
      }),
      { numRuns: 60 },
    )
  })

  it('hands over all 255 bytes in one word', async () => {
    const bytes = Uint8Array.from({ length: 255 }, (_, index) => index + 1)
    const { stdout } = await run(['printf', '%s', fromPathBytes(bytes)])
    expect(stdout).toEqual(Buffer.from(bytes))
  })

  it('rejects with the reason of the system where a program cannot be started', async () => {
    await expect(run(['no-such-program'])).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(run(['/'])).rejects.toMatchObject({ code: 'EACCES' })
    await expect(run(['true', 'x'.repeat(10_000_000)])).rejects.toMatchObject({ code: 'E2BIG' })
    expect(await run(['true'])).toMatchObject({ code: 0 })
  })

  it('does not begin where the signal was given before', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    await expect(run(['no-such-program'], controller.signal)).rejects.toThrow('enough')
  })

  it('lets what is left of a program finish what it writes', async () => {
    const { stdout } = await run(['sh', '-c', '(sleep 0.3; echo late) & echo early'])
    expect(stdout.toString()).toBe('early\nlate\n')
  })
})

// Other systems do not tell the environment of processes, by which they are counted here.
describe.runIf(process.platform === 'linux')('what a program has started', () => {
  it.each([
    ['a silent one', 'sleep 1000 >/dev/null 2>&1 & echo $!; sleep 1000 >/dev/null 2>&1 & echo $!; exit 5'],
    ['one that holds its output open', 'sleep 1000 & echo $!; sleep 1000 & echo $!; exit 5'],
    ['one that takes no notice of TERM', 'trap "" TERM; sleep 1000 & echo $!; sleep 1000 & echo $!; exit 5'],
  ])('is ended after it, with a grace period: %s', async (_, script) => {
    const mark = uniqueMark()
    const { code, stdout } = await run(['env', `${variable}=${mark}`, 'sh', '-c', script])
    expect(code).toBe(5)
    // There were two.
    expect(stdout.toString()).toMatch(/^\d+\n\d+\n$/u)
    expect(processesWith(variable, mark)).toEqual([])
  })

  it.each([
    ['a tree', 'sleep 1000 & sleep 1000 & wait', 3],
    ['a tree that takes no notice of TERM', 'trap "" TERM; sleep 1000 & sleep 1000 & wait', 3],
  ])('is ended by the signal before runProgram rejects: %s', async (_, script, count) => {
    const mark = uniqueMark()
    const controller = new AbortController()
    const running = run(['env', `${variable}=${mark}`, 'sh', '-c', script], controller.signal)
    await until('all have started', () => processesWith(variable, mark).length === count)
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect(processesWith(variable, mark)).toEqual([])
  })

  it('and is out of reach in a session of its own does not hold it up', async () => {
    const mark = uniqueMark()
    const { code } = await run(['env', `${variable}=${mark}`, 'setsid', '-f', 'sleep', '1000'])
    expect(code).toBe(0)
    const left = processesWith(variable, mark)
    expect(left).toHaveLength(1)
    for (const pid of left) process.kill(pid)
  })
})
