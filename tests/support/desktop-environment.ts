import { join } from 'node:path'

/**
 * The environment of a desktop app with a home of its own: nothing of this machine's user is read or written,
 * and nothing of the test runner changes how Node or Electron run.
 */
export function desktopEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(?:NODE_|ELECTRON_)/.test(entry[0]),
  )
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    LOCALAPPDATA: join(home, 'data'),
    APPDATA: join(home, 'config'),
  }
}
