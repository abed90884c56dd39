/// <reference types="vite/client" />

declare module 'virtual:nuxt-ui-icons' {
  type IconData = Parameters<typeof import('@iconify/vue/offline').addIcon>[1]
  export function init(add: (name: string, data: IconData) => void): void
}
