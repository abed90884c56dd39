import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { JobInput } from '../../shared/model/job.ts'
import { command } from '../support/command.ts'
import { taskBatch, type TaskBatch } from './fixtures/task-batch.ts'

/** The text of a preset's file. */
function presetFile(task: JobInput['task'], more: object = {}): string {
  return JSON.stringify({
    format: 'batchyard-preset',
    formatVersion: 1,
    name: 'From a stranger',
    job: { task, ...more },
  })
}

/** An engine with one file, and a preset from somebody else that would leave a mark. */
async function foreignBatch(type: 'command' | 'script') {
  const batch = await taskBatch(type, { 'a.txt': '' })
  const mark = batch.folder.at('mark')
  const task =
    type === 'command'
      ? { type, parameters: { command: `touch '${mark}'` } }
      : {
          type,
          parameters: {
            source: `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\nexport default () => 1`,
          },
        }
  return { batch, mark, task, inputs: batch.job({}).inputs }
}

async function isThere(batch: TaskBatch, name: string): Promise<boolean> {
  const found = await batch.local.client.inputs.inspect({ text: batch.folder.at(name) })
  return found.kind === 'file'
}

describe.each(['command', 'script'] as const)('a %s of a preset from somebody else', (type) => {
  it('is run only once its text was shown and accepted, and then wherever it stands', async () => {
    const { batch: owned, task, inputs } = await foreignBatch(type)
    await using batch = owned
    const { client } = batch.local
    const { job } = await client.presets.import({ text: presetFile(task) })
    expect(job.origin).toBe('imported')
    const shown = await client.trust.codeOf({ task: job.task, origin: job.origin })
    expect(shown).toMatchObject({ isForeign: true, isAccepted: false })
    expect(shown?.text).toContain(type === 'command' ? 'touch' : 'writeFileSync')
    const refused = { code: 'NOT_TRUSTED', data: { hash: shown?.hash, text: shown?.text } }
    await expect(client.runs.start({ ...job, inputs })).rejects.toMatchObject(refused)
    await expect(client.runs.plan({ ...job, inputs })).rejects.toMatchObject(refused)
    expect(await isThere(batch, 'mark')).toBe(false)
    expect(await client.runs.list({})).toEqual([])

    await client.trust.accept({ hash: shown?.hash ?? '' })
    await client.runs.plan({ ...job, inputs })
    const { runId } = await client.runs.start({ ...job, inputs })
    expect((await client.runs.job({ runId })).origin).toBe('imported')
  })

  it('stays somebody else’s, whatever is done to the preset', async () => {
    const { batch: owned, task, inputs } = await foreignBatch(type)
    await using batch = owned
    const { client } = batch.local
    const { name, job } = await client.presets.import({ text: presetFile(task) })
    const saved = await client.presets.save({ name, job, origin: 'own' })
    expect(saved).toMatchObject({ origin: 'imported', job: { origin: 'imported' } })
    const edited = await client.presets.save({
      ...{ id: saved.id, name: 'Mine now', origin: 'own' },
      job: { ...saved.job, origin: 'own', execution: { ...saved.job.execution, retries: 3 } },
    })
    expect(edited).toMatchObject({ origin: 'imported', job: { origin: 'imported' } })
    // The same code is known where it turns up as somebody's own, too.
    const laundered = { inputs, task, origin: 'own' } as const
    await expect(client.runs.start(laundered)).rejects.toMatchObject({ code: 'NOT_TRUSTED' })
    const { text } = await client.presets.export({ id: saved.id })
    expect(text).not.toContain('origin')
    expect(await isThere(batch, 'mark')).toBe(false)
  })

  it('is accepted as it is, and not as it becomes', async () => {
    const { batch: owned, task, inputs } = await foreignBatch(type)
    await using batch = owned
    const { client } = batch.local
    const hashOf = async (parameters: object): Promise<string | undefined> =>
      (
        await client.trust.codeOf({
          task: { type, parameters: { ...task.parameters, ...parameters } },
          origin: 'imported',
        })
      )?.hash
    const hash = (await hashOf({})) ?? ''
    await client.trust.accept({ hash })
    const changes: object[] =
      type === 'command'
        ? [
            { command: `${task.parameters.command ?? ''} x` },
            { shell: 'sh' },
            { environment: { LD_PRELOAD: '/tmp/x.so' } },
            { workingFolder: '/' },
            { input: 'content' },
            { variables: [{ name: 'x' }] },
            { variables: [{ name: 'x' }], values: { x: 'y' } },
          ]
        : [
            { source: `${task.parameters.source ?? ''}\n` },
            { params: { x: 1 } },
            { baseFolder: batch.folder.path },
          ]
    const hashes = [hash]
    for (const change of changes) {
      hashes.push((await hashOf(change)) ?? '')
      const job = {
        inputs,
        task: { type, parameters: { ...task.parameters, ...change } },
        origin: 'imported',
      } as const
      await expect(client.runs.start(job)).rejects.toMatchObject({ code: 'NOT_TRUSTED' })
    }
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})

describe('code from somebody else', () => {
  it('in a file that has changed since it was accepted is shown anew', async () => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const { client } = batch.local
    const file = batch.folder.at('script.js')
    await writeFile(file, 'export default () => 1')
    const job = { ...batch.job({ file }), origin: 'imported' } as const
    const shown = await client.trust.codeOf({ task: job.task, origin: job.origin })
    expect(shown?.text).toContain('export default () => 1')
    await client.trust.accept({ hash: shown?.hash ?? '' })
    await client.runs.start(job)
    await writeFile(file, 'export default () => 2')
    await expect(client.runs.start(job)).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
      data: { text: expect.stringContaining('export default () => 2') as unknown },
    })
  })

  it('is shown with everything in it that could not be seen', async () => {
    await using batch = await taskBatch('command', {})
    const hidden = `echo harmless${' '.repeat(300)}\u202Ex\u2066${'\n'.repeat(50)}rm\u200B -rf \u3164 ~\r# {}`
    const shown = await batch.local.client.trust.codeOf({
      task: { type: 'command', parameters: { command: hidden, shell: 'sh' } },
      origin: 'imported',
    })
    expect(shown?.text).toContain(
      '⟨300 blanks⟩⟨U+202E⟩x⟨U+2066⟩\n⟨49 empty lines⟩\nrm⟨U+200B⟩ -rf ⟨U+3164⟩ ~⟨U+000D⟩# {}',
    )
  })

  it('is no matter where there is none, or where it was written here', async () => {
    await using batch = await taskBatch('command', { 'a.txt': '' })
    const { client } = batch.local
    expect(await client.trust.codeOf({ task: { type: 'checksum' }, origin: 'imported' })).toBeNull()
    await client.runs.start({ ...batch.job({}), task: { type: 'checksum' }, origin: 'imported' })
    await client.runs.start(batch.job({ command: 'true' }))
  })
})

describe('batchyard run --preset FILE', () => {
  it('shows the code, and runs it with its hash alone', async () => {
    await using batch = await taskBatch('command', { 'a.txt': '' })
    const preset = batch.folder.at('stranger.batchyard.json')
    await writeFile(preset, presetFile({ type: 'command', parameters: { command: 'echo \u202E{/}' } }))
    const words = [
      'run',
      '--preset',
      preset,
      '--input',
      batch.folder.at('in'),
      '--data-dir',
      batch.folder.at('other'),
    ]
    const refused = await command(words)
    expect(refused.exitCode).toBe(3)
    expect(refused.errors).toContain('  | echo ⟨U+202E⟩{/}')
    const hash = /--accept-code ([0-9a-f]{64})/u.exec(refused.errors)?.[1] ?? ''
    const wrong = await command([
      ...words,
      '--accept-code',
      hash.replace(/^./u, (first) => (first === '0' ? '1' : '0')),
    ])
    expect([wrong.exitCode, wrong.errors]).toEqual([
      2,
      expect.stringContaining('is the hash of something else'),
    ])
    const done = await command([...words, '--accept-code', hash, '--csv', '-', '--quiet'])
    expect(done.exitCode).toBe(0)
    expect(done.text).toContain('succeeded,0,\u202Ea.txt,')
    // It was accepted once, for good.
    expect((await command([...words, '--quiet'])).exitCode).toBe(0)
  }, 300_000)
})
