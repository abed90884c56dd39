import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef } from 'vue'
import type { InputInspection } from '../../../shared/contract/contract.ts'
import { inputSourceText } from '../format/input-source-text.ts'
import type { InputSource, Job, JobInput, Task } from '../../../shared/model/job.ts'
import { maximumInputs } from '../../../shared/model/limits.ts'
import type { OutputOptions } from '../../../shared/model/output.ts'
import { usePlatform } from '../platform/platform.ts'
import { emptyFilterFields, fieldsOfFilter } from './filter-fields.ts'
import { freshSettings, readSettings, settingsOf } from './job-settings.ts'

/** What is known of an input: what the engine said it is, or that it has not said. */
export type DraftInspection =
  | InputInspection
  | { readonly kind: 'pending' }
  | { readonly kind: 'unchecked' }
  /** A list, a column of a table or a range of numbers, as a preset or an earlier run has it. */
  | { readonly kind: 'source'; readonly source: InputSource }

/** One input of the job being put together. */
export interface DraftInput {
  readonly id: number
  /** As it was typed, chosen or dropped. */
  readonly text: string
  inspection: DraftInspection
}

/** What adding inputs came to. */
export interface Added {
  /** Texts that were in the list already. */
  readonly already: readonly string[]
  /** How many texts the list had no room for. */
  readonly refused: number
}

export { maximumInputs } from '../../../shared/model/limits.ts'

/** How many inputs are looked up with one question, so that the first answers are there at once. */
const inspectionsAtOnce = 500

/** The path or pattern that an input stands for, once that is known. */
export function resolvedText(input: DraftInput): string {
  switch (input.inspection.kind) {
    case 'glob':
      return input.inspection.pattern
    case 'pending':
    case 'unchecked':
    case 'source':
      return input.text
    case 'file':
    case 'folder':
    case 'missing':
    case 'refused':
      return input.inspection.path
  }
}

function sourceOf(input: DraftInput): InputSource {
  if (input.inspection.kind === 'source') return input.inspection.source
  return input.inspection.kind === 'glob'
    ? { kind: 'glob', pattern: input.inspection.pattern }
    : { kind: 'path', path: resolvedText(input) }
}

/** The job being put together: kept while other screens are looked at, its settings beyond that. */
export const useJobDraftStore = defineStore('job-draft', () => {
  const { client } = usePlatform()
  const inputs = shallowRef<readonly DraftInput[]>([])
  const unanswered = shallowRef(0)
  /** Which of the files count: for this job alone, so that no later one leaves files out unseen. */
  const filter = shallowRef(emptyFilterFields())
  /** Where the files go that the task makes. */
  const output = shallowRef(defaultOutput)
  const settings = useStorage('batchyard.jobSettings', freshSettings(), undefined, {
    serializer: { read: readSettings, write: (value) => JSON.stringify(value) },
  })
  /** What the last adding of inputs came to. */
  const lastAdded = shallowRef<Added>({ already: [], refused: 0 })
  /** How often a job was taken over from elsewhere. */
  const loads = shallowRef(0)
  const known = new Set<string>()
  const queue: DraftInput[] = []
  let isInspecting = false

  const pending = computed(() => unanswered.value > 0)

  function take(input: DraftInput, inspection: DraftInspection): void {
    input.inspection = inspection
    // Two texts may mean one path (`~/a` and `/home/anna/a`): the later one goes.
    const text = resolvedText(input)
    if (text !== input.text && known.has(text)) remove(input.id)
    known.add(text)
  }

  async function inspect(texts: string[]): Promise<readonly DraftInspection[]> {
    try {
      return await client.inputs.inspectMany({ texts })
    } catch {
      // The engine looks at every input again when the run starts, and says then what is wrong.
      return []
    }
  }

  async function inspectQueued(): Promise<void> {
    isInspecting = true
    while (queue.length > 0) {
      const asked = queue.splice(0, inspectionsAtOnce)
      const inspections = await inspect(asked.map((input) => input.text))
      for (const [index, input] of asked.entries()) take(input, inspections[index] ?? { kind: 'unchecked' })
      unanswered.value -= asked.length
    }
    isInspecting = false
  }

  function add(texts: readonly string[]): void {
    const already: string[] = []
    const accepted: DraftInput[] = []
    const room = maximumInputs - inputs.value.length
    let refused = 0
    for (const text of texts) {
      if (known.has(text)) {
        already.push(text)
      } else if (accepted.length >= room) {
        refused += 1
      } else {
        known.add(text)
        accepted.push(shallowReactive<DraftInput>({ id: nextId(), text, inspection: { kind: 'pending' } }))
      }
    }
    inputs.value = [...inputs.value, ...accepted]
    unanswered.value += accepted.length
    queue.push(...accepted)
    if (!isInspecting) void inspectQueued()
    lastAdded.value = { already, refused }
  }

  function remove(id: number): void {
    const input = inputs.value.find((one) => one.id === id)
    if (input === undefined) return
    inputs.value = inputs.value.filter((one) => one.id !== id)
    known.delete(input.text)
    known.delete(resolvedText(input))
  }

  function clear(): void {
    inputs.value = []
    known.clear()
  }

  /** What the job works on, as the engine wants it. */
  function sources(): JobInput['inputs'] {
    return inputs.value.map(sourceOf)
  }

  /**
   * Takes over a job from a preset or an earlier run. Inputs that were chosen already stay where it has none of
   * its own.
   */
  function load(job: Omit<Job, 'name'>): void {
    settings.value = settingsOf(job)
    loads.value += 1
    filter.value = fieldsOfFilter(job.filter)
    output.value = job.output
    if (job.inputs.length === 0) return
    clear()
    const paths: string[] = []
    for (const source of job.inputs) {
      if (source.kind === 'path') paths.push(source.path)
      else if (source.kind === 'glob') paths.push(source.pattern)
      else addSource(source)
    }
    add(paths)
  }

  function addSource(source: InputSource): void {
    const text = inputSourceText(source)
    if (known.has(text)) return
    known.add(text)
    const input = shallowReactive<DraftInput>({ id: nextId(), text, inspection: { kind: 'source', source } })
    inputs.value = [...inputs.value, input]
  }

  /** Keeps the parameters that a job was started with for the next one. */
  function remember(parameters: Task['parameters']): void {
    settings.value = { ...settings.value, parameters }
  }

  return {
    loads: computed(() => loads.value),
    remember,
    lastAdded: computed(() => lastAdded.value),
    inputs,
    filter,
    output,
    pending,
    settings,
    add,
    remove,
    clear,
    sources,
    load,
  }
})

const defaultOutput: OutputOptions = {
  place: { kind: 'beside' },
  ifExists: 'number',
  keepDates: false,
  keepPermissions: false,
}

let lastId = 0

function nextId(): number {
  lastId += 1
  return lastId
}
