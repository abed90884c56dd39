import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import type { DesktopCommand } from '../../../../shared/contract/desktop-bridge.ts'
import type { InputAction } from '../../platform/desktop.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useJobDraftStore } from '../../stores/job-draft.ts'

/** Obeys what the menu, the tray or another start of Batchyard asks of the interface. */
export function obeyDesktopCommands(): void {
  const { desktop } = usePlatform()
  const router = useRouter()
  const draft = useJobDraftStore()

  async function choose(id: InputAction['id']): Promise<void> {
    await router.push({ name: 'new-job' })
    const action = desktop.inputActions.find((each) => each.id === id)
    if (action !== undefined) draft.add(await action.choose())
  }

  async function obey(command: DesktopCommand): Promise<void> {
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
        // Presets have no screen yet.
        return
      case 'show-runs':
        await router.push({ name: 'runs' })
        return
      case 'show-run':
        await router.push({ name: 'run', params: { id: command.runId } })
    }
  }

  onScopeDispose(desktop.onCommand((command) => void obey(command)))
}
