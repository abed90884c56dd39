import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import type { DesktopCommand } from '../../../../shared/contract/desktop-bridge.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useJobDraftStore } from '../../stores/job-draft.ts'
import { usePresetFile } from '../../stores/preset-file.ts'

/** What is about to be done to the app or the machine. */
export type Countdown = Extract<DesktopCommand, { type: 'countdown' }>

/**
 * Does what menu, tray and system ask for. To be called in the setup of the frame.
 * @returns the countdown that is under way; null for none
 */
export function followDesktop(): ShallowRef<Countdown | null> {
  const countdown = shallowRef<Countdown | null>(null)
  const { desktop } = usePlatform()
  const router = useRouter()
  const draft = useJobDraftStore()
  const presetFile = usePresetFile()

  async function choose(id: 'files' | 'folders'): Promise<void> {
    await router.push({ name: 'new-job' })
    const action = desktop.inputActions.find((one) => one.id === id)
    draft.add((await action?.choose()) ?? [])
  }

  async function follow(command: DesktopCommand): Promise<void> {
    switch (command.type) {
      case 'new-job':
        draft.clear()
        await router.push({ name: 'new-job' })
        return
      case 'choose-files':
        await choose('files')
        return
      case 'choose-folders':
        await choose('folders')
        return
      case 'add-inputs':
        draft.add(command.paths)
        await router.push({ name: 'new-job' })
        return
      case 'open-preset':
        presetFile.value = {
          name: command.path,
          size: command.text.length,
          text: () => Promise.resolve(command.text),
        }
        await router.push({ name: 'presets' })
        return
      case 'show-runs':
        await router.push({ name: 'runs' })
        return
      case 'show-run':
        await router.push({ name: 'run', params: { id: command.runId } })
        return
      case 'countdown':
        countdown.value = command
        return
      case 'countdown-over':
        countdown.value = null
    }
  }

  onScopeDispose(desktop.onCommand((command) => void follow(command)))
  return countdown
}
