import { init } from 'virtual:nuxt-ui-icons'
import { registerIcon } from './iconify.ts'

/**
 * Registers every icon that the sources name (`i-lucide-…`), which the build collects from the installed
 * icon set. Nothing is ever fetched.
 */
export function registerIcons(): void {
  init(registerIcon)
}
