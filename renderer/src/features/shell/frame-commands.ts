import { useRouter } from 'vue-router'
import { offerCommands } from '../../commands/commands.ts'
import type { Command } from '../../commands/commands.ts'
import { shortcuts } from '../../commands/shortcut.ts'
import { builtInText } from '../../components/built-in-text.ts'
import { readablePath } from '../../format/path-parts.ts'
import { useText } from '../../i18n/text.ts'
import { usePresetsStore } from '../../stores/presets.ts'
import { useRunsStore } from '../../stores/runs.ts'
import { useTheme } from '../../theme.ts'

/** Recent runs in the palette. */
const mostRuns = 8

/** Offers what can be done on every screen. To be called in the setup of the frame. */
export function offerFrameCommands(frame: {
  readonly openPalette: () => void
  readonly toggleSidebar: () => void
}): void {
  const router = useRouter()
  const runs = useRunsStore()
  const presets = usePresetsStore()
  const { preference } = useTheme()
  const text = useText()
  const { t } = text

  function screen(name: 'newJob' | 'presets' | 'runs' | 'settings', icon: string): Command {
    const route = name === 'newJob' ? 'new-job' : name
    return {
      id: `screen-${name}`,
      label: t(`shell.${name}`),
      icon,
      group: 'screens',
      shortcut: shortcuts[name],
      run: async () => {
        await router.push({ name: route })
      },
    }
  }

  function theme(name: 'system' | 'light' | 'dark', icon: string): Command {
    return {
      id: `theme-${name}`,
      label: t(`shell.themes.${name}`),
      icon,
      group: 'view',
      run: () => {
        preference.value = name
      },
    }
  }

  offerCommands(() => [
    {
      id: 'palette',
      label: t('palette.title'),
      icon: 'i-lucide-search',
      group: 'view',
      shortcut: shortcuts.palette,
      run: frame.openPalette,
    },
    screen('newJob', 'i-lucide-circle-plus'),
    screen('presets', 'i-lucide-bookmark'),
    screen('runs', 'i-lucide-history'),
    screen('settings', 'i-lucide-settings'),
    ...presets.list.map((preset): Command => ({
      id: `preset-${preset.id}`,
      label: readablePath(preset.name),
      icon: 'i-lucide-bookmark',
      group: 'presets',
      run: async () => {
        await router.push({ name: 'new-job', query: { preset: preset.id } })
      },
    })),
    ...presets.builtIn.map((preset): Command => ({
      id: `built-in-${preset.id}`,
      label: builtInText(preset, text).name,
      icon: 'i-lucide-shapes',
      group: 'presets',
      run: async () => {
        await router.push({ name: 'new-job', query: { builtIn: preset.id } })
      },
    })),
    ...runs.historyRuns.slice(0, mostRuns).map((run): Command => ({
      id: `run-${run.id}`,
      label: t('shell.openRun', { name: readablePath(run.name), id: run.id }),
      icon: 'i-lucide-list-checks',
      group: 'runs',
      run: async () => {
        await router.push({ name: 'run', params: { id: run.id } })
      },
    })),
    theme('system', 'i-lucide-monitor'),
    theme('light', 'i-lucide-sun'),
    theme('dark', 'i-lucide-moon'),
    {
      id: 'sidebar',
      label: t('shell.toggleSidebar'),
      icon: 'i-lucide-panel-left-open',
      group: 'view',
      run: frame.toggleSidebar,
    },
  ])
}
