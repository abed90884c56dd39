import { fileURLToPath } from 'node:url'

/** The folder that `package.json` is in. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url))
