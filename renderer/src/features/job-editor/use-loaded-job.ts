import { shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { builtInText } from '../../components/built-in-text.ts'
import { useText } from '../../i18n/text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useDefaultPreset } from '../../stores/default-preset.ts'
import { useJobDraftStore } from '../../stores/job-draft.ts'
import { usePresetsStore } from '../../stores/presets.ts'

/** What of the job was taken over from elsewhere. */
export interface LoadedJob {
  /** The preset that it came from; null for none. */
  readonly presetName: Ref<string | null>
  /** Why the last one could not be taken over. */
  readonly error: ShallowRef<ShownError | null>
}

/** Takes over the job of a preset, of the user's own or built in, or of an earlier run that the address names. To be called in a component's setup. */
export function useLoadedJob(): LoadedJob {
  const { client } = usePlatform()
  const draft = useJobDraftStore()
  const presets = usePresetsStore()
  const defaultPreset = useDefaultPreset()
  const route = useRoute()
  const router = useRouter()
  const text = useText()
  const presetName = shallowRef<string | null>(null)
  const error = shallowRef<ShownError | null>(null)

  /** A job that nobody has begun to put together begins with the default preset. */
  function defaultOfFreshJob(): number | undefined {
    const isFresh = draft.loads === 0 && draft.inputs.length === 0
    return isFresh && presets.list.some(({ id }) => id === defaultPreset.value)
      ? (defaultPreset.value ?? undefined)
      : undefined
  }

  async function load(): Promise<void> {
    const { run, builtIn } = route.query
    const preset = route.query['preset'] ?? defaultOfFreshJob()
    try {
      if (run !== undefined) {
        draft.load(await client.runs.job({ runId: Number(run) }))
        presetName.value = null
      } else if (builtIn !== undefined) {
        const found = presets.builtIn.find(({ id }) => id === builtIn)
        // They are read when the engine answers; then this is tried once more.
        if (found === undefined) return
        draft.load(found.job)
        presetName.value = builtInText(found, text).name
      } else if (preset !== undefined) {
        const { name, job } = await client.presets.get({ id: Number(preset) })
        draft.load(job)
        presetName.value = name
      } else {
        return
      }
      error.value = null
      // What is changed from here on is the user's: a reload must not take it back.
      await router.replace({ name: 'new-job' })
    } catch (reason) {
      error.value = shownError(reason)
    }
  }
  watch([() => route.query, () => presets.state], load, { immediate: true })

  return { presetName, error }
}
