import { describe, expect, it } from 'vitest'
import { packageFolderOf } from './bundled-packages.ts'

describe('packageFolderOf', () => {
  it.each([
    ['/project/electron/main/index.ts', null],
    ['/project/node_modules/zod/v4/core.js', 'zod'],
    ['/project/node_modules/@orpc/server/dist/index.mjs', '@orpc/server'],
    ['/project/node_modules/trash/node_modules/globby/index.js', 'trash/node_modules/globby'],
    ['\0/project/node_modules/ws/lib/websocket.js?commonjs', 'ws'],
    ['C:\\project\\node_modules\\@vue\\shared\\index.js', '@vue/shared'],
  ])('of %s', (module, folder) => {
    expect(packageFolderOf(module)).toBe(folder)
  })
})
