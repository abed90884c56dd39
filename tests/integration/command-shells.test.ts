import { mkdir, readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { toPathBytes } from '../../electron/engine/path-bytes.ts'
import { quoteWord } from '../../shared/model/command-line.ts'
import { fileURLToPath } from 'node:url'
import { commandBatch } from './fixtures/command-batch.ts'
import { hostileNames } from '../support/hostile-names.ts'

const writeWords = fileURLToPath(new URL('./fixtures/write-words.sh', import.meta.url))

describe.runIf(process.platform === 'linux').each(['sh', 'bash'])(
  'a command in %s',
  { timeout: 300_000 },
  (shell) => {
    it('is given every name byte for byte, in quotes and without, and runs nothing that is in one', async () => {
      await using batch = await commandBatch(hostileNames)
      await mkdir(batch.folder.at('words'))
      const line = `for f in {}; do
      # it's a comment, with a quote: {}
      ${quoteWord(writeWords)} ${quoteWord(batch.folder.at('words'))} "$f" "{}" pre{/}post "$(printf '%s.' {/})" "\`printf '%s.' {/}\`" | cat
      cat <<END >/dev/null
{} $(true {})
END
    done`
      const rows = await batch.results(line, {}, { shell, workingFolder: '{//}' })
      expect(rows.filter(({ status }) => status !== 'succeeded')).toEqual([])
      const given: string[] = []
      for (const name of await readdir(batch.folder.at('words'))) {
        given.push((await readFile(batch.folder.at('words', name))).toString('latin1'))
      }
      const folder = batch.folder.at('in')
      const expected = hostileNames.map((name) => {
        const text = Buffer.from(toPathBytes(name)).toString('latin1')
        const words = [`${folder}/${text}`, `${folder}/${text}`, `pre${text}post`, `${text}.`, `${text}.`]
        return words.map((word) => `${word}\0`).join('')
      })
      expect(given.toSorted()).toEqual(expected.toSorted())
      expect((await readdir(folder)).length).toBe(hostileNames.length)
    })

    it('has what a shell has', async () => {
      await using batch = await commandBatch(['b', 'a c'])
      const rows = await batch.results(
        `x=\${HOME:+set}; ls {//} | sort | head -n 1; echo "$x $0 $# {{}}" >&2; test {/} != b && echo two`,
        {},
        { shell, acceptedExitCodes: '0,1' },
      )
      expect(rows.map(({ values }) => values)).toEqual([
        [0, 'a c\ntwo'],
        [1, 'a c'],
      ])
    })
  },
)

describe('a command with a shell', () => {
  it.each([
    ['sh', "echo '{}'", '{} in single quotes'],
    ['bash', "echo $'\\'{}'", '{} in single quotes'],
    ['bash', 'echo $(( {} + 1 ))', '{} in arithmetic'],
    ['sh', ' ', 'is empty'],
    ['cmd', 'echo hello! {}', 'has a !'],
  ])('is refused before the run: %s, %j', async (shell, line, message) => {
    await using batch = await commandBatch(['a'])
    await expect(batch.local.client.runs.start(batch.job(line, {}, { shell }))).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: expect.stringContaining(message) as unknown,
    })
  })

  it.runIf(process.platform === 'linux')('that is not there is refused before the run', async () => {
    await using batch = await commandBatch(['a'])
    await expect(batch.local.client.runs.start(batch.job('dir', {}, { shell: 'cmd' }))).rejects.toMatchObject(
      {
        code: 'INVALID_PARAMETERS',
        message: expect.stringContaining('There is no program "cmd"') as unknown,
      },
    )
  })
})
