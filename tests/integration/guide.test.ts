import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { splitCommandLine } from '../../shared/model/command-line.ts'
import { command } from '../support/command.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const guide = await readFile(
  fileURLToPath(new URL('../../docs/commands-and-scripts.md', import.meta.url)),
  'utf8',
)
const lines = guide.split('\n').filter((line) => line.startsWith('$ batchyard '))

/** A folder as the guide has it, with the guide's own scripts. */
async function guideFolder(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await mkdir(folder.at('texts'))
  await writeFile(folder.at('texts', 'a.txt'), 'one two\nthree\none two\n')
  await writeFile(folder.at('texts', 'b.txt'), 'four\n')
  await writeFile(folder.at('package.json'), '{"type": "module"}')
  for (const [, name = '', text = ''] of guide.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gsu)) {
    await writeFile(folder.at(name), text)
  }
  return folder
}

it.each(lines)('the guide’s line does what it should: %s', async (line) => {
  await using folder = await guideFolder()
  const words = splitCommandLine(line.slice('$ batchyard '.length))
  if (!words.ok) throw new Error(words.message)
  const end = await command([...words.value, '--data-dir', 'data'], { folder: folder.path })
  expect([end.exitCode, end.errors]).toEqual([0, expect.stringContaining(' 0 failed')])
  if (line.includes('words.csv')) expect(await readFile(folder.at('words.csv'), 'utf8')).toMatch(/,5,|,3,5,/u)
  if (line.includes('numbers.csv'))
    expect(await readFile(folder.at('numbers.csv'), 'utf8')).toContain('b.txt,succeeded,0,2,')
  if (line.includes('.counts'))
    expect(await readFile(folder.at('texts', 'a.counts'), 'utf8')).toMatch(/^ *2 one two\n *1 three\n$/u)
})

it('the guide’s test of a script passes', async () => {
  await using folder = await guideFolder()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--test', '--test-reporter=tap', 'words.test.ts'],
    {
      cwd: folder.path,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    },
  )
  expect(stdout).toContain('# pass 1')
})
