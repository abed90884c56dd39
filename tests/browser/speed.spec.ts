import { once } from 'node:events'
import { loadavg } from 'node:os'
import { WebSocket } from 'ws'
import type { JSHandle, Page } from '@playwright/test'
import type { ServedInterface } from '../support/command.ts'
import { clientOver } from '../support/socket-client.ts'
import { expect, test } from './interface.ts'

// How fast the interface is with a million results, and while they arrive: the figures are printed, for
// docs/interface.md. What is asserted are bounds that no busy machine can break: how much is drawn, sent and held.

const items = 1_000_000

// The recording of what a test does takes a picture of each frame and a copy of the page before and after each key: most
// of what was measured with it was the recording itself.
test.use({ trace: 'off' })

/** The most rows of the table that exist at once. */
const mostRows = 100
/** What the script heap of the page may hold, in bytes. */
const largestHeap = 150e6
/** How often the engine may tell of its runs, in times a second. */
const mostEvents = 10

/** So many results a second should arrive, from both workers together. A busy machine gives fewer. */
const wantedRate = 25_000
const workers = 2

/**
 * A task that does next to nothing, and rests where its worker is ahead of its share of that rate: how soon a key is
 * answered while results arrive says little where as many arrive as the machine can write down.
 */
const source = `export const columns = [{ name: 'remainder', type: 'integer' }]
const clock = new Int32Array(new SharedArrayBuffer(4))
let began = performance.now()
let done = 0
export default (item) => {
  done += 1
  const ahead = done / ${wantedRate / workers / 1_000} - (performance.now() - began)
  if (ahead > 2) Atomics.wait(clock, 0, 0, ahead)
  // What was missed is not made up for.
  if (ahead < -100) [began, done] = [performance.now(), 0]
  return { remainder: Number(item.path) % 1000 }
}`

test('a million results: as they arrive, and when they are there', async ({ app, served }) => {
  // A busy machine takes minutes for a million.
  test.setTimeout(1_200_000)
  const { page } = app
  const traffic = countTraffic(page)
  await using connection = await connect(page, served)
  const { runId } = await connection.client.runs.start({
    name: 'A million',
    inputs: [{ kind: 'range', range: { from: 1, to: items, step: 1, digits: 1 } }],
    task: { type: 'script', parameters: { source } },
    execution: { workers },
  })
  await page.goto(`${served.origin}/#/runs/${runId}`)
  await page.reload()
  await expect(app.results).not.toHaveAttribute('aria-rowcount', '1')

  const began = performance.now()
  const atFirst = { ...traffic }
  const rowsAtFirst = await rowCount(page)
  const arriving = await watchPage(page)
  await app.results.focus()
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press(press % 10 === 9 ? 'Home' : 'ArrowDown')
    await nextFrames(page, 5)
  }
  const seconds = (performance.now() - began) / 1_000
  const came = (await rowCount(page)) - rowsAtFirst
  const meanwhile = await stop(arriving)
  const received = traffic.received - atFirst.received
  const sent = traffic.sent - atFirst.sent
  say(`results a second while they arrive: ${Math.round(came / seconds)}`)
  say(`input to the frame after it: ${figures(meanwhile.latencies)}`)
  say(`frames meanwhile: ${figures(meanwhile.frames)}`)
  say(
    `messages a second to the page: ${(received / seconds).toFixed(1)}, from it: ${(sent / seconds).toFixed(1)}; ` +
      `${Math.round((traffic.bytes - atFirst.bytes) / seconds / 1_000)} kB/s`,
  )
  expect(came).toBeGreaterThan(0)
  // Each request has one answer; all else are events.
  expect(received - sent).toBeLessThanOrEqual(mostEvents * (seconds + 1))

  await expect(app.runHeader.getByText('Finished')).toBeVisible({ timeout: 900_000 })
  await expect(app.results).toHaveAttribute('aria-rowcount', String(items + 1))

  const scrolling = await watchPage(page)
  await app.results.hover()
  for (let turn = 0; turn < 120; turn += 1) await page.mouse.wheel(0, turn % 12 === 11 ? 200_000 : 600)
  await nextFrames(page, 30)
  await page.keyboard.press('End')
  await expect(page.locator(`[aria-rowindex="${items + 1}"]`)).toBeVisible()
  await page.keyboard.press('Home')
  const { frames } = await stop(scrolling)
  say(`frames while scrolling: ${figures(frames)}`)
  expect(await app.results.getByRole('row').count()).toBeLessThan(mostRows)

  for (const turn of ['first', 'second']) {
    for (const column of ['Duration', 'remainder']) {
      say(`sorted by ${column}, ${turn} time: ${Math.round(await timeOfSort(page, column))} ms`)
    }
  }
  for (const text of ['99999', '31415']) {
    say(`searched for ${text}: ${Math.round(await timeOfSearch(page, text))} ms`)
  }
  await expect(app.results).not.toHaveAttribute('aria-rowcount', String(items + 1))

  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  say(`script heap: ${(usedSize / 1e6).toFixed(1)} MB; load of the machine ${loadavg()[0]?.toFixed(1) ?? ''}`)
  expect(usedSize).toBeLessThan(largestHeap)
})

function say(text: string): void {
  process.stdout.write(`    ${text}\n`)
}

/** Messages that the page sends and receives, from now on. */
function countTraffic(page: Page): { received: number; sent: number; bytes: number } {
  const traffic = { received: 0, sent: 0, bytes: 0 }
  page.on('websocket', (socket) => {
    socket.on('framesent', () => (traffic.sent += 1))
    socket.on('framereceived', ({ payload }) => {
      traffic.received += 1
      traffic.bytes += payload.length
    })
  })
  return traffic
}

/** A connection of this test's own, let in as the page was. */
async function connect(
  page: Page,
  { origin }: ServedInterface,
): Promise<{ readonly client: ReturnType<typeof clientOver> } & AsyncDisposable> {
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/engine`, { headers: { origin, cookie } })
  await once(socket, 'open')
  return {
    client: clientOver(socket),
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

async function rowCount(page: Page): Promise<number> {
  return Number(await page.getByTestId('result-table').getAttribute('aria-rowcount'))
}

/** What was measured in the page, in milliseconds. */
interface Measured {
  /** From one frame to the next. */
  readonly frames: number[]
  /** From a key to the frame that came after it. */
  readonly latencies: number[]
}

/** Measures from now on. */
async function watchPage(page: Page): Promise<JSHandle<{ stop(): Measured }>> {
  return await page.evaluateHandle(() => {
    const frames: number[] = []
    const latencies: number[] = []
    let last = performance.now()
    let isOver = false
    const frame = (): void => {
      const now = performance.now()
      frames.push(now - last)
      last = now
      if (!isOver) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    const onKey = ({ timeStamp }: KeyboardEvent): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => latencies.push(performance.now() - timeStamp)
        port2.postMessage(null)
      })
    }
    addEventListener('keydown', onKey, { capture: true })
    return {
      stop() {
        isOver = true
        removeEventListener('keydown', onKey, { capture: true })
        return { frames, latencies }
      },
    }
  })
}

async function stop(watch: JSHandle<{ stop(): Measured }>): Promise<Measured> {
  const measured = await watch.evaluate((each) => each.stop())
  await watch.dispose()
  return measured
}

async function nextFrames(page: Page, count: number): Promise<void> {
  await page.evaluate(
    (frames) =>
      new Promise<void>((resolve) => {
        const frame = (left: number): void => {
          if (left === 0) resolve()
          else requestAnimationFrame(() => frame(left - 1))
        }
        frame(frames)
      }),
    count,
  )
}

/** From the click on a column's header until the rows stand in the new order, in milliseconds. */
async function timeOfSort(page: Page, column: string): Promise<number> {
  const header = page.getByRole('columnheader', { name: column, exact: true }).getByRole('button')
  return await header.evaluate(
    (button) =>
      new Promise<number>((resolve) => {
        const grid = document.querySelector('[data-testid="result-table"]')
        // The first rows in sight; the header is row 1.
        const rows = (): string[] =>
          [2, 3, 4, 5, 6].map(
            (row) => grid?.querySelector(`[aria-rowindex="${row}"]`)?.textContent.trim() ?? '',
          )
        const before = rows().join('\n')
        const began = performance.now()
        const look = (): void => {
          const now = rows()
          if (now.every((text) => text !== '') && now.join('\n') !== before)
            resolve(performance.now() - began)
          else requestAnimationFrame(look)
        }
        if (button instanceof HTMLElement) button.click()
        requestAnimationFrame(look)
      }),
  )
}

/** From the last letter of a search until its rows stand there, in milliseconds. */
async function timeOfSearch(page: Page, text: string): Promise<number> {
  const before = await rowCount(page)
  const field = page.getByRole('textbox', { name: 'Search' })
  return await field.evaluate(
    (input, { wanted, count }) =>
      new Promise<number>((resolve) => {
        const grid = document.querySelector('[data-testid="result-table"]')
        const began = performance.now()
        const look = (): void => {
          const first = grid?.querySelector('[aria-rowindex="2"]')?.textContent ?? ''
          const isFiltered = Number(grid?.getAttribute('aria-rowcount')) !== count
          if (isFiltered && first.includes(wanted)) resolve(performance.now() - began)
          else requestAnimationFrame(look)
        }
        if (input instanceof HTMLInputElement) {
          input.value = wanted
          input.dispatchEvent(new Event('input', { bubbles: true }))
        }
        requestAnimationFrame(look)
      }),
    { wanted: text, count: before },
  )
}

/** The median, the 99th of a hundred and the largest. */
function figures(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((first, second) => first - second)
  const at = (share: number): string =>
    `${Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)} ms`
  return `median ${at(0.5)}, 99th of a hundred ${at(0.99)}, largest ${at(1)} (${sorted.length})`
}
