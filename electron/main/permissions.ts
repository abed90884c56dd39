import { session } from 'electron/main'
import { isPermitted } from './permission-policy.ts'

/**
 * Answers what pages ask for by `permission-policy.ts`, instead of granting everything.
 *
 * Electron security checklist 5.
 */
export function denyPermissions(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl, details.isMainFrame))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermitted(permission, requestingOrigin, details.isMainFrame),
  )
  defaultSession.setDevicePermissionHandler(() => false)
}
