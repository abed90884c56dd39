import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { maximumChunkSize, maximumWorkers } from '../../../../shared/model/limits.ts'
import { formatCount } from '../../format/quantity.ts'
import { useText } from '../../i18n/text.ts'
import type { MessageKey } from '../../i18n/text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useEngineStore } from '../../stores/engine.ts'
import { resolvedText, useJobDraftStore } from '../../stores/job-draft.ts'
import { nameAfter } from './job-name.ts'
import { checkedValues, initialValues, parameterFields } from './parameter-fields.ts'
import type { NumberProblem, ParameterField, ParameterValues } from './parameter-fields.ts'
import { problemPlace } from './start-problems.ts'
import type { ProblemPlace } from './start-problems.ts'
import { readFilterFields } from './read-filter.ts'
import { readWholeNumber } from './whole-number.ts'

/** The form of a new job: its fields, what is wrong with them, and starting it. */
export interface JobForm {
  readonly fields: ComputedRef<readonly ParameterField[]>
  readonly values: Ref<ParameterValues>
  readonly parameterProblems: ComputedRef<Readonly<Record<string, string>>>
  readonly chunkSizeProblem: ComputedRef<string | null>
  readonly workersProblem: ComputedRef<string | null>
  /** An error of the last start that belongs to no field. */
  readonly formProblem: ComputedRef<ShownError | null>
  readonly inputsProblem: ComputedRef<ShownError | null>
  /** Why the job cannot be run now; null when it can. */
  readonly obstacle: ComputedRef<string | null>
  readonly starting: Readonly<ShallowRef<boolean>>
  start(): Promise<void>
  dismissProblem(): void
}

/** To be called in the setup of the job editor's screen. */
export function useJobForm(): JobForm {
  const { client } = usePlatform()
  const engine = useEngineStore()
  const draft = useJobDraftStore()
  const router = useRouter()
  const { t, plural, locale } = useText()

  const values = ref<ParameterValues>({})
  const starting = shallowRef(false)
  const startError = shallowRef<{ error: ShownError; at: ProblemPlace } | null>(null)

  const taskType = computed(() => engine.taskType(draft.settings.taskType))
  const fields = computed(() => (taskType.value === null ? [] : parameterFields(taskType.value.parameters)))
  watch(
    fields,
    (now) => {
      values.value = initialValues(now, draft.settings.parameters)
    },
    { immediate: true },
  )
  watch(
    () => engine.taskTypes,
    (types) => {
      const first = types[0]
      if (first !== undefined && engine.taskType(draft.settings.taskType) === null) {
        draft.settings = { ...draft.settings, taskType: first.id, parameters: {} }
      }
    },
    { immediate: true },
  )

  const checked = computed(() => checkedValues(fields.value, values.value))
  const chunkSize = computed(() =>
    draft.settings.chunking === 'auto'
      ? 'auto'
      : readWholeNumber(draft.settings.chunkSize, 1, maximumChunkSize),
  )
  const workersAreDefault = computed(() => draft.settings.workers.trim() === '')
  const workers = computed(() =>
    workersAreDefault.value ? null : readWholeNumber(draft.settings.workers, 1, maximumWorkers),
  )

  // What the engine refused is shown until the form is changed.
  watch([() => draft.settings, values, () => draft.inputs, () => draft.filter], dismissProblem)
  function dismissProblem(): void {
    startError.value = null
  }

  function refusedAt(place: 'chunkSize' | 'workers' | 'inputs' | 'form'): ShownError | null {
    return startError.value?.at.place === place ? startError.value.error : null
  }

  function numberProblem(most: number): string {
    return t('jobEditor.execution.numberProblem', { most: formatCount(most, locale) })
  }

  const chunkSizeProblem = computed(() =>
    chunkSize.value === null ? numberProblem(maximumChunkSize) : (refusedAt('chunkSize')?.message ?? null),
  )
  const workersProblem = computed(() =>
    workers.value === null && !workersAreDefault.value
      ? numberProblem(maximumWorkers)
      : (refusedAt('workers')?.message ?? null),
  )

  const numberProblems = {
    notANumber: 'jobEditor.task.requiredNumber',
    notWhole: 'jobEditor.task.wholeNumber',
    outOfRange: 'jobEditor.task.range',
  } as const satisfies Record<NumberProblem['kind'], MessageKey>

  const parameterProblems = computed(() => {
    const problems: Record<string, string> = {}
    for (const [name, problem] of Object.entries(checked.value.problems)) {
      problems[name] = t(numberProblems[problem.kind], { least: problem.least, most: problem.most })
    }
    const refused = startError.value
    if (refused?.at.place === 'parameter') problems[refused.at.name] = refused.error.message
    return problems
  })
  const formProblem = computed(() => {
    const refused = startError.value
    if (
      refused?.at.place === 'parameter' &&
      !fields.value.some((field) => field.name === parameterName(refused.at))
    )
      return refused.error
    return refusedAt('form')
  })

  const filter = computed(() => readFilterFields(draft.filter))
  const valid = computed(
    () =>
      Object.keys(filter.value.problems).length === 0 &&
      chunkSize.value !== null &&
      (workers.value !== null || workersAreDefault.value) &&
      Object.keys(checked.value.problems).length === 0,
  )
  const obstacle = computed(() => {
    if (!engine.connected) return t('jobEditor.cannotRun.disconnected')
    if (draft.inputs.length === 0) return t('jobEditor.cannotRun.noInputs')
    if (taskType.value === null) return t('jobEditor.cannotRun.noTask')
    if (draft.pending) return t('jobEditor.cannotRun.pending')
    return valid.value ? null : t('jobEditor.cannotRun.invalid')
  })

  function jobName(): string {
    const [first] = draft.inputs
    const name = first === undefined ? '' : nameAfter(resolvedText(first))
    const others = draft.inputs.length - 1
    return others > 0 ? plural('jobEditor.nameOfMany', others, { name }) : name
  }

  async function start(): Promise<void> {
    if (obstacle.value !== null || starting.value || chunkSize.value === null) return
    starting.value = true
    startError.value = null
    try {
      draft.settings = { ...draft.settings, parameters: checked.value.values }
      const { runId } = await client.runs.start({
        ...draft.job(chunkSize.value, workers.value),
        filter: filter.value.filter,
        name: jobName(),
      })
      await router.push({ name: 'run', params: { id: runId } })
    } catch (reason) {
      const error = shownError(reason)
      startError.value = { error, at: problemPlace(error) }
    } finally {
      starting.value = false
    }
  }

  return {
    fields,
    values,
    parameterProblems,
    chunkSizeProblem,
    workersProblem,
    formProblem,
    inputsProblem: computed(() => refusedAt('inputs')),
    obstacle,
    starting,
    start,
    dismissProblem,
  }
}

function parameterName(at: ProblemPlace): string | null {
  return at.place === 'parameter' ? at.name : null
}
