import { constants } from 'node:fs'

/**
 * Opens a file for reading without ever waiting for another program: opening a FIFO would else wait until
 * somebody writes to it. Windows has no such flag and needs none.
 */
export const readWithoutWaiting =
  process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK
