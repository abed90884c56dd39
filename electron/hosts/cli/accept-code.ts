import { createInterface } from 'node:readline/promises'
import type { JobInput } from '../../../shared/model/job.ts'
import type { ShownCode } from '../../../shared/contract/trust.ts'
import { couldNotStart, wrongUsage } from './failure.ts'
import type { Client } from './local-engine.ts'
import { tell } from './output.ts'

/**
 * Shows the code of a job that came from somebody else, and sees to it that it is accepted: by its hash, or by somebody at
 * the terminal who types `yes`.
 *
 * @param hash what was given as `--accept-code`
 * @throws CommandFailure wrong usage: it is the hash of something else; could not start: it was not accepted
 */
export async function acceptForeignCode(
  client: Client,
  { task, origin }: Pick<JobInput, 'task' | 'origin'>,
  hash: string | undefined,
): Promise<void> {
  const code = await client.trust.codeOf({ task, ...(origin === undefined ? {} : { origin }) })
  if (code === null || !code.isForeign || code.isAccepted) return
  if (hash !== code.hash) {
    show(code)
    if (hash !== undefined) {
      throw wrongUsage(`--accept-code ${hash}: that is the hash of something else than what is shown above.`)
    }
    if (!(await isAcceptedByHand())) {
      throw couldNotStart(
        'the preset came from somebody else, and what it would run on this computer was not accepted. ' +
          `Read it above; if it does nothing but what you want: --accept-code ${code.hash}`,
      )
    }
  }
  await client.trust.accept({ hash: code.hash })
}

function show({ text }: ShownCode): void {
  tell('This preset came from somebody else. It would run on this computer, for each file:')
  tell('')
  for (const line of text.split('\n')) tell(`  | ${line}`)
  tell('')
}

async function isAcceptedByHand(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await asking.question('Run it? Type yes to accept it: ')).trim() === 'yes'
  } finally {
    asking.close()
  }
}
