import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { applies } from '../../../../shared/model/applies.ts'
import type { JobInput } from '../../../../shared/model/job.ts'
import { numberFormat } from '../../format/number-format.ts'
import { explained } from '../../i18n/error-meaning.ts'
import { useText } from '../../i18n/text.ts'
import type { MessageKey } from '../../i18n/text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useEngineStore } from '../../stores/engine.ts'
import { useCodeTrustStore } from '../../stores/code-trust.ts'
import { resolvedText, useJobDraftStore } from '../../stores/job-draft.ts'
import { nameAfter } from './job-name.ts'
import { checkedValues, initialValues, parameterFields } from './parameter-fields.ts'
import type { ParameterField, ParameterProblem, ParameterValues } from './parameter-fields.ts'
import { executionRanges, readExecution } from './read-execution.ts'
import type { ExecutionField } from './read-execution.ts'
import { problemPlace } from './start-problems.ts'
import type { ProblemPlace } from './start-problems.ts'
import { readFilterFields } from './read-filter.ts'
import type { TaskFault } from './task-fault.ts'
import { useTaskCheck } from './use-task-check.ts'

/** The form of a new job: its fields, what is wrong with them, and starting it. */
export interface JobForm {
  readonly fields: ComputedRef<readonly ParameterField[]>
  readonly values: Ref<ParameterValues>
  /** Whether a parameter has an effect with what is chosen for the others. Its value is kept and sent in any case. */
  readonly applies: (parameter: string) => boolean
  /** What the engine finds wrong with a parameter, without running anything. */
  readonly fault: Readonly<ShallowRef<TaskFault | null>>
  readonly parameterProblems: ComputedRef<Readonly<Record<string, string>>>
  readonly executionProblems: ComputedRef<Readonly<Partial<Record<ExecutionField, string>>>>
  /** Limits and rules that are set beside order, chunk size and workers. */
  readonly executionRules: ComputedRef<number>
  /** An error of the last start that belongs to no field. */
  readonly formProblem: ComputedRef<ShownError | null>
  readonly inputsProblem: ComputedRef<ShownError | null>
  /** Why the job cannot be run now; null when it can. */
  readonly obstacle: ComputedRef<string | null>
  /** Everything but the inputs, as a preset keeps it; null while a field is wrong. */
  readonly definition: ComputedRef<Omit<JobInput, 'inputs' | 'name'> | null>
  /** The whole job; null while it cannot be run. */
  readonly job: ComputedRef<JobInput | null>
  readonly starting: Readonly<ShallowRef<boolean>>
  /** Starts the job, or puts it into the queue. */
  start(how?: { readonly queue: boolean }): Promise<void>
}

/** To be called in the setup of the job editor's screen. */
export function useJobForm(): JobForm {
  const { client } = usePlatform()
  const engine = useEngineStore()
  const draft = useJobDraftStore()
  const trust = useCodeTrustStore()
  const router = useRouter()
  const text = useText()
  const { t, plural, locale } = text

  const values = ref<ParameterValues>({})
  const starting = shallowRef(false)
  const startError = shallowRef<{ error: ShownError; at: ProblemPlace } | null>(null)

  const taskType = computed(() => engine.taskType(draft.settings.taskType))
  const fields = computed(() => (taskType.value === null ? [] : parameterFields(taskType.value.parameters)))
  // The form is filled anew for another task type, and when another job is loaded into the draft.
  watch(
    [fields, () => draft.loads],
    ([now]) => {
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
  const execution = computed(() => readExecution(draft.settings))
  const filter = computed(() => readFilterFields(draft.filter))

  // What the engine refused is shown until the form is changed.
  watch([() => draft.settings, values, () => draft.inputs, () => draft.filter, () => draft.output], () => {
    startError.value = null
  })

  function refusedAt(place: 'chunkSize' | 'workers' | 'inputs' | 'form'): ShownError | null {
    return startError.value?.at.place === place ? startError.value.error : null
  }

  const executionProblems = computed(() => {
    const problems: Partial<Record<ExecutionField, string>> = {}
    for (const field of execution.value.problems) {
      const { least, most, whole } = executionRanges[field]
      problems[field] = t(whole ? 'jobEditor.execution.wholeProblem' : 'jobEditor.execution.numberProblem', {
        least: numberFormat(locale, {}).format(least),
        most: numberFormat(locale, {}).format(most),
      })
    }
    for (const place of ['chunkSize', 'workers'] as const) {
      const refused = refusedAt(place)
      if (refused !== null) problems[place] ??= explained(refused, text)
    }
    return problems
  })

  const fault = useTaskCheck(
    computed(() =>
      taskType.value === null || Object.keys(checked.value.problems).length > 0
        ? null
        : {
            task: { type: taskType.value.id, parameters: checked.value.values },
            origin: draft.settings.origin,
          },
    ),
  )

  const fieldProblems = {
    notANumber: 'jobEditor.task.requiredNumber',
    notWhole: 'jobEditor.task.wholeNumber',
    outOfRange: 'jobEditor.task.range',
    notData: 'jobEditor.task.notData',
  } as const satisfies Record<ParameterProblem['kind'], MessageKey>

  const parameterProblems = computed(() => {
    const problems: Record<string, string> = {}
    for (const [name, problem] of Object.entries(checked.value.problems)) {
      problems[name] = t(fieldProblems[problem.kind], { least: problem.least, most: problem.most })
    }
    const refused = startError.value
    if (refused?.at.place === 'parameter') problems[refused.at.name] = explained(refused.error, text)
    return problems
  })
  const formProblem = computed(() => {
    const refused = startError.value
    if (refused?.at.place !== 'parameter') return refusedAt('form')
    const { name } = refused.at
    return fields.value.some((field) => field.name === name) ? null : refused.error
  })

  const valid = computed(
    () =>
      Object.keys(filter.value.problems).length === 0 &&
      execution.value.problems.length === 0 &&
      (draft.output.place.kind !== 'folder' || draft.output.place.path.trim() !== '') &&
      Object.keys(checked.value.problems).length === 0,
  )
  const obstacle = computed(() => {
    if (engine.connecting) return t('jobEditor.cannotRun.connecting')
    if (!engine.connected) return t('jobEditor.cannotRun.disconnected')
    if (draft.inputs.length === 0) return t('jobEditor.cannotRun.noInputs')
    if (taskType.value === null) return t('jobEditor.cannotRun.noTask')
    if (draft.pending) return t('jobEditor.cannotRun.pending')
    return valid.value ? null : t('jobEditor.cannotRun.invalid')
  })

  const definition = computed(() =>
    valid.value && taskType.value !== null
      ? {
          filter: filter.value.filter,
          task: { type: taskType.value.id, parameters: checked.value.values },
          execution: execution.value.execution,
          origin: draft.settings.origin,
          output: draft.output,
        }
      : null,
  )
  const job = computed(() =>
    definition.value === null || obstacle.value !== null
      ? null
      : { ...definition.value, inputs: draft.sources(), name: jobName() },
  )

  function jobName(): string {
    const [first] = draft.inputs
    const name = first === undefined ? '' : nameAfter(resolvedText(first))
    const others = draft.inputs.length - 1
    return others > 0 ? plural('jobEditor.nameOfMany', others, { name }) : name
  }

  async function start({ queue }: { readonly queue: boolean } = { queue: false }): Promise<void> {
    const wanted = job.value
    if (wanted === null || starting.value) return
    starting.value = true
    startError.value = null
    try {
      draft.remember(checked.value.values)
      const begun = await trust.whenAccepted('run', () => client.runs.start({ ...wanted, queue }))
      if (begun !== null) await router.push({ name: 'run', params: { id: begun.runId } })
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
    applies: (parameter) => applies(taskType.value?.appliesWhen[parameter], checked.value.values),
    fault,
    parameterProblems,
    executionProblems,
    executionRules: computed(() => execution.value.rules),
    formProblem,
    inputsProblem: computed(() => refusedAt('inputs')),
    obstacle,
    definition,
    job,
    starting,
    start,
  }
}
