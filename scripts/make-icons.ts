// Makes every icon file from `resources/icon.svg`: `node scripts/make-icons.ts`. Run after the drawing was
// changed; what it makes is committed. Needs a Chromium: Playwright's own or an installed one.
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { encodeIcns, encodeIco } from './icon-formats.ts'
import type { IconImage } from './icon-formats.ts'

const resources = new URL('../resources/', import.meta.url)
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1_024]
const icoSizes = [16, 24, 32, 48, 64, 128, 256]
const icnsSizes = [16, 32, 64, 128, 256, 512, 1_024]

const drawing = await readFile(new URL('icon.svg', resources), 'utf8')
const images = await draw(drawing, sizes)
await mkdir(new URL('icons/', resources), { recursive: true })
for (const { size, png } of images) {
  await writeFile(new URL(`icons/${size}x${size}.png`, resources), png)
}
await writeFile(
  new URL('icon.ico', resources),
  encodeIco(images.filter(({ size }) => icoSizes.includes(size))),
)
await writeFile(
  new URL('icon.icns', resources),
  encodeIcns(images.filter(({ size }) => icnsSizes.includes(size))),
)
process.stdout.write(`${images.length} pictures, icon.ico and icon.icns in ${fileURLToPath(resources)}\n`)

async function draw(svg: string, pixelSizes: readonly number[]): Promise<IconImage[]> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
  try {
    const page = await browser.newPage()
    const made: IconImage[] = []
    for (const size of pixelSizes) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(
        `<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      )
      made.push({ size, png: await page.screenshot({ omitBackground: true }) })
    }
    return made
  } finally {
    await browser.close()
  }
}

function findChromium(): string {
  const candidates = [
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) {
    throw new Error('No Chromium was found. Install one with: npx playwright install chromium')
  }
  return found
}
