import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { presetFileSchema, presetSchema } from '../../shared/model/preset.ts'
import { runSummarySchema } from '../../shared/model/run.ts'
import { threeFiles } from '../support/batch.ts'
import { command } from '../support/command.ts'

const dataDirectory = ['--data-dir', 'data']

describe('batchyard presets', () => {
  it('are saved, listed, changed, run by name, and deleted', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    const none = await command(['presets', ...dataDirectory], here)
    expect([none.exitCode, none.text]).toEqual([0, 'There are no presets yet.\n'])

    const words = ['presets', 'save', 'Nightly', '--task', 'checksum', '--param', 'algorithm=md5']
    const saved = await command([...words, 'photos', ...dataDirectory], here)
    expect([saved.exitCode, saved.errors]).toEqual([0, 'Preset Nightly saved.\n'])
    const changed = await command([...words, 'photos', '--retries', '2', '--json', ...dataDirectory], here)
    expect(presetSchema.parse(JSON.parse(changed.text))).toMatchObject({ name: 'Nightly', version: 2 })
    const listed = await command(['presets', ...dataDirectory], here)
    expect(listed.text.trimEnd().split('\n')).toHaveLength(2)

    const run = await command(
      ['run', '--preset', 'Nightly', '--json', '--workers', '1', ...dataDirectory],
      here,
    )
    expect(run.exitCode).toBe(0)
    const summary = runSummarySchema.loose().parse(JSON.parse(run.text))
    expect(summary.task.parameters).toEqual({ algorithm: 'md5' })
    expect(summary.execution).toMatchObject({ retries: 2, workers: 1 })
    expect(summary.counts.succeeded).toBe(3)

    const deleted = await command(['presets', 'delete', 'Nightly', ...dataDirectory], here)
    expect([deleted.exitCode, deleted.errors]).toEqual([0, 'Preset Nightly deleted.\n'])
    const gone = await command(['run', '--preset', 'Nightly', ...dataDirectory], here)
    expect([gone.exitCode, gone.errors.split('\n')[0]]).toEqual([
      2,
      'batchyard: There is no preset "Nightly".',
    ])
  })

  it('travel as files', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    await command(['presets', 'save', 'A B', '--task', 'checksum', ...dataDirectory], here)
    const written = await command(['presets', 'export', 'A B', '--json', ...dataDirectory], here)
    const { path } = z.object({ path: z.string() }).parse(JSON.parse(written.text))
    const content = await readFile(path, 'utf8')
    expect(presetFileSchema.parse(JSON.parse(content)).name).toBe('A B')
    expect((await command(['presets', 'show', 'A B', ...dataDirectory], here)).text.trim()).toBe(
      content.trim(),
    )

    const again = await command(['presets', 'export', 'A B', ...dataDirectory], here)
    expect([again.exitCode, again.errors]).toEqual([
      3,
      `batchyard: ${path} exists already; choose another name with --file.\n`,
    ])
    const taken = await command(['presets', 'import', path, ...dataDirectory], here)
    expect(taken.exitCode).toBe(3)
    const imported = await command(['presets', 'import', path, '--name', 'C', ...dataDirectory], here)
    expect([imported.exitCode, imported.errors]).toEqual([0, 'Preset C saved; its task is checksum.\n'])

    const run = await command(['run', '--preset', path, 'photos', ...dataDirectory], here)
    expect(run.exitCode).toBe(0)
    expect(run.errors).toContain('3 succeeded, 0 failed')
  })

  it.each([
    [['presets', 'frob'], 2, 'presets frob: expected one of list, show'],
    [['presets', 'show'], 2, "missing required argument 'name'"],
    [['presets', 'save', 'x'], 2, '--task is needed'],
    [['presets', 'save', 'x', '--task', 'checksum', '--input-list', '-'], 2, 'standard input cannot be kept'],
    [['presets', 'import', 'no.json'], 3, 'no.json: this preset file does not exist.'],
    [['presets', 'import', 'photos'], 3, 'photos: this is a folder; the file of a preset is needed.'],
    [['presets', 'import', 'bad.json'], 2, ''],
    [['run', '--preset', ''], 2, '--preset needs the name of a preset or of its file.'],
    [['run', '--preset', './no.json'], 3, './no.json: this preset file does not exist.'],
  ])('%j is refused', async (words, exitCode, message) => {
    await using folder = await threeFiles()
    await writeFile(folder.at('bad.json'), '{"format": "batchyard-preset", "formatVersion": 99}')
    const end = await command([...words, ...dataDirectory], { folder: folder.path })
    expect([end.exitCode, end.text]).toEqual([exitCode, ''])
    expect(end.errors).toMatch(/^batchyard: \S/u)
    expect(end.errors).toContain(message)
  })
})
