import type { EndedRun } from '../../shared/contract/engine-news.ts'

const words: Readonly<Record<EndedRun['state'], string>> = {
  finished: 'Finished',
  stopped: 'Stopped',
  cancelled: 'Cancelled',
  failed: 'Failed',
  interrupted: 'Interrupted',
}

const numbers = new Intl.NumberFormat('en')

/** What a notification says of a run that is over. */
export function notificationText({ name, state, succeeded, failed }: EndedRun): {
  title: string
  body: string
} {
  const parts = [`${numbers.format(succeeded)} succeeded`]
  if (failed > 0) parts.push(`${numbers.format(failed)} failed`)
  return { title: `${words[state]}: ${name}`, body: parts.join(', ') }
}
