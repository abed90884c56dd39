import open from 'open'

/** Whether there is a screen on which a browser could open, and nobody asked for quiet automation. */
export function canOpenBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (environment['CI'] !== undefined && environment['CI'] !== '' && environment['CI'] !== 'false')
    return false
  return hasDisplay(environment, platform)
}

/** Whether windows can be shown. macOS and Windows always have a desktop as far as can be told. */
export function hasDisplay(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform === 'win32' || platform === 'darwin') return true
  return (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== ''
}

/**
 * Opens the address in the user's browser.
 *
 * @returns whether one was started; where there is none the address can still be opened by hand
 */
export async function openBrowser(address: string): Promise<boolean> {
  try {
    const browser = await open(address)
    return await new Promise<boolean>((resolve) => {
      // `open` hands over the starter's process: it may still find that there is nothing to start.
      browser.once('error', () => resolve(false))
      if (browser.pid === undefined) return
      browser.unref()
      resolve(true)
    })
  } catch {
    return false
  }
}
