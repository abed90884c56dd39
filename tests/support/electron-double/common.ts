/// <reference types="electron" />
import { link } from './link.ts'

/** Electron's modules that every kind of process has, as far as the shell uses them. */
export const shell = {
  showItemInFolder(path: string): void {
    link.record('shown in folder', path)
  },
  openPath(path: string): Promise<string> {
    link.record('opened path', path)
    return Promise.resolve('')
  },
} satisfies Pick<Electron.Shell, 'showItemInFolder' | 'openPath'>
