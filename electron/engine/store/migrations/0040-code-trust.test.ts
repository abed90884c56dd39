import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder, temporaryStore } from '../fixtures/example-run.ts'

const frozenFile = fileURLToPath(new URL('../fixtures/version-10.db', import.meta.url))

describe('migration 40', () => {
  it('makes a place for what is known of code, also in an older database', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    await copyFile(frozenFile, file)
    const store = await temporaryStore({ file })
    const hash = 'a'.repeat(64)
    expect(await store.codeTrust(hash)).toEqual({ isForeign: false, isAccepted: false })
    await store.rememberForeignCode(hash)
    await store.rememberForeignCode(hash)
    expect(await store.codeTrust(hash)).toEqual({ isForeign: true, isAccepted: false })
    await store.acceptCode(hash)
    await store.rememberForeignCode(hash)
    expect(await store.codeTrust(hash)).toEqual({ isForeign: true, isAccepted: true })
    expect(await store.codeTrust('b'.repeat(64))).toEqual({ isForeign: false, isAccepted: false })
    expect((await store.listRuns({ limit: 10 })).length).toBe(4)
  })
})
