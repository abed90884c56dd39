import { describe, expect, it } from 'vitest'
import { itemAt, quietContext } from '../fixtures/try-task.ts'
import { createCommandTask } from './command.ts'
import { command } from './definition.ts'
import { KeptOutput } from './kept-output.ts'
import { SaidLines } from './said-lines.ts'

describe('the command task', () => {
  it('is heard line by line while its program runs, and ends it when it is cancelled', async () => {
    const controller = new AbortController()
    const heard: unknown[] = []
    const line = `sh -c 'echo one; echo two >&2; printf half; sleep 1000' sh {}`
    const work = createCommandTask(command.parameters.parse({ command: line }))
    const context = {
      ...quietContext,
      signal: controller.signal,
      throwIfCancelled: () => controller.signal.throwIfAborted(),
      report(message: unknown) {
        heard.push(message)
        if (heard.length === 2) controller.abort(new Error('enough'))
      },
    }
    await expect(work(itemAt('/file'), context)).rejects.toThrow('enough')
    expect(heard.toSorted()).toEqual(['one', 'two'])
  })
})

describe('KeptOutput', () => {
  function kept(...pieces: readonly (string | Uint8Array)[]): string {
    const output = new KeptOutput()
    for (const piece of pieces) output.add(Buffer.from(piece))
    return output.text
  }

  it('keeps all of what is short, without white space at the end', () => {
    expect(kept()).toBe('')
    expect(kept('a\n', 'b \n\n')).toBe('a\nb')
    expect(kept('x'.repeat(4_096))).toBe('x'.repeat(4_096))
    expect(kept(Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1), Buffer.from([0xff]))).toBe(
      'é\ufffd',
    )
  })

  it('keeps the beginning of what is long, cut between two characters, and says so', () => {
    const text = kept('x'.repeat(4_095), 'é', 'y'.repeat(1_000_000))
    expect(text).toBe(
      `${'x'.repeat(4_095)}\n… cut: 1,004,097 bytes in all, the rest is in the log as far as that goes …`,
    )
  })
})

describe('SaidLines', () => {
  function said(...pieces: readonly (string | Uint8Array)[]): { heard: string[]; lastLine: string } {
    const heard: string[] = []
    const lines = new SaidLines((text) => heard.push(text))
    for (const piece of pieces) lines.add(Buffer.from(piece))
    lines.end()
    return { heard, lastLine: lines.lastLine }
  }

  it('hands on whole lines, as many at a time as there are', () => {
    expect(said('a\nb', 'c\n\nd\n', 'e')).toEqual({ heard: ['a', 'bc\n\nd', 'e'], lastLine: 'e' })
    expect(said('a\n \n\n').lastLine).toBe('a')
    expect(said()).toEqual({ heard: [], lastLine: '' })
    expect(said('\n').heard).toEqual([''])
    const [first, second] = [Buffer.from('😀\n').subarray(0, 2), Buffer.from('😀\n').subarray(2)]
    expect(said(first, second).heard).toEqual(['😀'])
  })

  it('hands on in pieces what has no line breaks, or very many lines', () => {
    const { heard, lastLine } = said('x'.repeat(40_000))
    expect(heard.map((text) => text.length)).toEqual([16_384, 16_384, 7_232])
    expect(lastLine).toHaveLength(501)
    const many = said('line\n'.repeat(10_000)).heard
    expect(Math.max(...many.map((text) => text.length))).toBeLessThanOrEqual(16_384)
    expect(many.join('\n')).toBe('line\n'.repeat(10_000).trimEnd())
  })
})
