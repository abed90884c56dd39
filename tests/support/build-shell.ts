// Builds what Electron runs outside the page, and nothing else: `node tests/support/build-shell.ts FOLDER`
// makes FOLDER/main and FOLDER/preload, by the very configuration that `npm run build` uses. A process of
// its own, since the build sets NODE_ENV.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resolveConfig } from 'electron-vite'
import { build } from 'vite'
import type { InlineConfig } from 'vite'

const [, , folder] = process.argv
if (folder === undefined) throw new Error('the folder to build into was not named')

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const { config } = await resolveConfig({ logLevel: 'warn' }, 'build', 'production')
await buildInto(config?.main, join(folder, 'main'))
await buildInto(config?.preload, join(folder, 'preload'))

async function buildInto(part: InlineConfig | undefined, outDir: string): Promise<void> {
  if (part === undefined) throw new Error('electron.vite.config.ts lacks a part')
  await build({ ...part, configFile: false, build: { ...part.build, outDir, emptyOutDir: true } })
}
