import { parseArgs } from 'node:util'
import { drill } from './drill/drill.ts'
import { report } from './drill/report.ts'

/** The crash drill: `npm run drill -- --kills 1000 --seed 1`. Exit code 0 where nothing was lost. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    files: { type: 'string', default: '3000' },
  },
})

process.exitCode = await main()

async function main(): Promise<number> {
  if (process.platform === 'win32') {
    tell('The drill kills process groups, which this system does not have. It runs on Linux and macOS.')
    return 2
  }
  const { kills, seed, files } = values
  const numbers = [kills, seed, files].map(Number)
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) {
    tell('usage: npm run drill -- [--kills N] [--seed N] [--files N], each a whole number')
    return 2
  }
  tell(`Crash drill: ${kills} kills, runs of ${files} files, seed ${seed}.`)
  const began = performance.now()
  let told = 0
  const outcome = await drill({
    kills: Number(kills),
    seed: Number(seed),
    files: Number(files),
    onRound(_, soFar) {
      if (soFar.kills.length < told + 50) return
      told = soFar.kills.length
      tell(`${told} kills, ${soFar.runs} runs, ${soFar.faults.length} faults`)
    },
  })
  for (const line of report(outcome, performance.now() - began)) tell(line)
  return outcome.faults.length === 0 ? 0 : 1
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
