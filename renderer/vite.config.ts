import { fileURLToPath } from 'node:url'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

/** How the interface is built: by electron-vite together with the rest, or alone with `vite build renderer`. */
const config: UserConfig = {
  root: fromHere('.'),
  base: './',
  plugins: [
    vue(),
    ui({
      // Components and composables are imported by name, so that nothing has to be generated for the types.
      components: false,
      autoImport: false,
      colorMode: false,
      experimental: { componentDetection: true },
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] } } },
      ui: {
        button: {
          compoundVariants: [
            {
              color: 'primary',
              variant: 'solid',
              class: 'hover:bg-(--primary-hover) active:bg-(--primary-hover)',
            },
          ],
          variants: {
            size: {
              xs: { leadingIcon: 'size-3.5' },
              sm: { leadingIcon: 'size-4' },
              md: { leadingIcon: 'size-4' },
            },
          },
        },
        formField: {
          slots: { help: 'mt-1.5 text-xs text-muted', error: 'mt-1.5 text-xs', container: 'mt-1' },
        },
        kbd: { base: 'normal-case' },
        toast: {
          slots: {
            root: 'gap-2 bg-raised p-3 wrap-anywhere',
            icon: 'mt-0.5 size-4',
            description: 'text-xs',
          },
        },
        input: { variants: { size: { md: { leadingIcon: 'size-4' } } } },
      },
      theme: { colors: ['primary', 'info', 'success', 'warning', 'error'] },
    }),
  ],
  resolve: {
    alias: [
      // The build of Iconify that knows nothing of the network: an icon is in the bundle or it is not.
      { find: /^@iconify\/vue$/, replacement: fromHere('src/icons/iconify.ts') },
    ],
  },
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    outDir: fromHere('../out/renderer'),
    emptyOutDir: true,
    // The Content Security Policy allows no data: fonts and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: fromHere('index.html') } },
  },
}

export default config
