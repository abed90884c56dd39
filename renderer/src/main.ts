import { createPinia } from 'pinia'
import { createApp } from 'vue'
import AppShell from './features/shell/AppShell.vue'
import { i18n } from './i18n/text.ts'
import { startLanguage } from './i18n/use-language.ts'
import { registerIcons } from './icons/register.ts'
import { composePlatform, platformKey } from './platform/platform.ts'
import { router } from './router.ts'
import { startTheme } from './theme.ts'
import './style.css'

registerIcons()
startTheme()

// The texts of another language than English are a file of their own, fetched while the rest is put together.
void startLanguage().finally(() => {
  createApp(AppShell)
    .provide(platformKey, composePlatform())
    .use(createPinia())
    .use(router)
    .use(i18n)
    .mount('#app')
})
