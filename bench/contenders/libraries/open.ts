import type { LibraryPool, LibrarySetting } from './library.ts'

/** The libraries that Batchyard's pool is compared with. */
export const libraryNames = ['piscina', 'tinypool', 'workerpool', 'poolifier'] as const
export type LibraryName = (typeof libraryNames)[number]

type Open = (setting: LibrarySetting) => LibraryPool

const loaders: Readonly<Record<LibraryName, () => Promise<Open>>> = {
  piscina: async () => (await import('./piscina.ts')).openPiscina,
  tinypool: async () => (await import('./tinypool.ts')).openTinypool,
  workerpool: async () => (await import('./workerpool.ts')).openWorkerpool,
  poolifier: async () => (await import('./poolifier.ts')).openPoolifier,
}

/** Opens a library's pool. Only that library is loaded. */
export async function openLibrary(name: string | undefined, setting: LibrarySetting): Promise<LibraryPool> {
  const known = libraryNames.find((each) => each === name)
  if (known === undefined) throw new Error(`No library is known as ${String(name)}.`)
  const open = await loaders[known]()
  return open(setting)
}
