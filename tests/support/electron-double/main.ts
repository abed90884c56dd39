/// <reference types="electron" />
// Electron's main module, as far as the shell uses it. Each part says by `satisfies` or `implements` which
// part of Electron's own declaration it keeps to, so that it cannot drift from it.
export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { MessageChannelMainDouble as MessageChannelMain } from './message-channel-main.ts'
export {
  clipboard,
  dialog,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  session,
  Tray,
} from './system.ts'
export { utilityProcess } from './utility-process-fork.ts'
