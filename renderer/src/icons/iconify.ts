import { addIcon } from '@iconify/vue/offline'

export { addCollection, addIcon, Icon } from '@iconify/vue/offline'

type IconData = Parameters<typeof addIcon>[1]

const registered = new Set<string>()

/**
 * Puts an icon into the set that components draw from, under the two spellings in use: `lucide:check` and
 * `lucide-check`.
 */
export function registerIcon(name: string, data: IconData): void {
  addIcon(name, data)
  addIcon(name.replace(':', '-'), data)
  registered.add(name.replace(':', '-'))
}

/** Whether an icon was registered. Nuxt UI asks for this; Iconify's offline build leaves it out. */
export function iconLoaded(name: string): boolean {
  return registered.has(name.replace(':', '-'))
}
