import { isOwnPage } from './own-page.ts'

/**
 * Whether a page may have a permission. One is given, to the interface itself and to no frame in it:
 * putting text on the clipboard, for "copy path". Everything else is denied: Electron would grant it.
 */
export function isPermitted(permission: string, requestingUrl: string, isMainFrame: boolean): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isOwnPage(requestingUrl)
}
