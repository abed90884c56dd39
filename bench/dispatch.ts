import { fileURLToPath } from 'node:url'
import { isInstalled, reportedSpeed, type Contender } from './compare.ts'

function script(name: string): string {
  return fileURLToPath(new URL(`./contenders/${name}`, import.meta.url))
}

/** Ways of handing out items whose work is nothing. */
export function dispatchContenders(items: number): Contender[] {
  const contenders: Contender[] = []
  for (const mode of ['unordered', 'ordered']) {
    for (const chunk of ['auto', '1', '10', '100']) {
      contenders.push({
        name: `Batchyard, ${mode}, chunk ${chunk}`,
        run: () =>
          reportedSpeed(process.execPath, [
            script('pool-contender.ts'),
            `--items=${items}`,
            `--chunk=${chunk}`,
            `--mode=${mode}`,
          ]),
      })
    }
  }
  for (const chunk of [1, 10, 100]) {
    contenders.push({
      name: `piscina, chunk ${chunk}${chunk === 1 ? '' : ' by hand'}`,
      run: () =>
        reportedSpeed(process.execPath, [
          script('piscina-contender.ts'),
          `--items=${items}`,
          `--chunk=${chunk}`,
        ]),
    })
  }
  if (isInstalled('python3')) {
    for (const mode of ['unordered', 'ordered']) {
      for (const chunk of [1, 10, 100]) {
        contenders.push({
          name: `Python ThreadPool, ${mode}, chunk ${chunk}`,
          run: () =>
            reportedSpeed('python3', [
              script('threadpool.py'),
              'nothing',
              String(chunk),
              mode,
              String(items),
            ]),
        })
      }
    }
  }
  return contenders
}
