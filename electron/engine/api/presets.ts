import type { PresetReference } from '../../../shared/contract/presets.ts'
import {
  presetFileSchema,
  presetFileSuffix,
  presetFormatVersion,
  type Preset,
  type PresetDraft,
  type PresetFile,
  type PresetJob,
  type PresetSummary,
} from '../../../shared/model/preset.ts'
import { EngineError, presetNotFound } from '../errors.ts'
import { rememberForeign } from '../runs/code-trust.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, parseParameters } from '../tasks/registry.ts'

/** How deep the values in a preset may be nested: far more than any job needs. */
const deepestNesting = 100

/** The presets as a list shows them. */
export async function listPresets(store: Store): Promise<PresetSummary[]> {
  return (await store.presets()).map(({ job, ...preset }) => ({
    ...preset,
    taskType: job.task.type,
    inputCount: job.inputs.length,
  }))
}

/** @throws EngineError PRESET_NOT_FOUND */
export async function getPreset(store: Store, reference: PresetReference): Promise<Preset> {
  const preset = await store.preset(reference)
  if (preset === null) {
    throw presetNotFound('id' in reference ? String(reference.id) : `"${reference.name}"`)
  }
  return preset
}

/** @throws EngineError PRESET_NOT_FOUND, PRESET_EXISTS, UNKNOWN_TASK, INVALID_PARAMETERS */
export async function savePreset(store: Store, draft: PresetDraft): Promise<Preset> {
  const job = checkedJob(draft.job)
  const before = draft.id === undefined ? null : await store.preset({ id: draft.id })
  const isForeign = [draft.origin, job.origin, before?.origin].includes('imported')
  const origin = isForeign ? 'imported' : 'own'
  if (isForeign) await rememberForeign(job.task, store)
  return await store.savePreset({ ...draft, origin, job: { ...job, origin } })
}

/**
 * What is in a preset's file, which is somebody else's. Saves nothing but that its code is.
 * @throws EngineError INVALID_PRESET, UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function importPreset(store: Store, text: string): Promise<{ name: string; job: PresetJob }> {
  const preset = readPresetFile(text)
  await rememberForeign(preset.job.task, store)
  return preset
}

/**
 * What is in a preset's file.
 * @throws EngineError INVALID_PRESET, UNKNOWN_TASK, INVALID_PARAMETERS
 */
export function readPresetFile(text: string): { name: string; job: PresetJob } {
  // Editors of some systems begin a file with this mark.
  const content = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text)
  if (isDeeperThan(content, deepestNesting)) {
    throw new EngineError(
      'INVALID_PRESET',
      `The text is not a preset of Batchyard: its values are nested more than ${deepestNesting} deep.`,
    )
  }
  const { success, data, error } = presetFileSchema.safeParse(content)
  if (success) return { name: data.name, job: checkedJob({ ...data.job, origin: 'imported' }) }
  if (isNewerPreset(content)) {
    throw new EngineError(
      'INVALID_PRESET',
      'The preset was made by a newer version of Batchyard. Install that version to use it.',
    )
  }
  const issues = error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
  throw new EngineError('INVALID_PRESET', `The text is not a preset of Batchyard: ${issues.join('; ')}.`, {
    data: { issues },
  })
}

/** A preset as the content of a file. */
export function writePresetFile({ name, job: whole }: Preset): { fileName: string; text: string } {
  const { origin: _, ...job } = whole
  const content: PresetFile = { format: 'batchyard-preset', formatVersion: presetFormatVersion, name, job }
  return { fileName: safeFileName(name) + presetFileSuffix, text: `${JSON.stringify(content, null, 2)}\n` }
}

/** The job with a task that exists and whose parameters fit it, their defaults filled in. */
function checkedJob(job: PresetJob): PresetJob {
  const taskType = findTaskType(job.task.type)
  return { ...job, task: { type: taskType.id, parameters: parseParameters(taskType, job.task.parameters) } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError(
      'INVALID_PRESET',
      `The text is not a preset of Batchyard: it is no JSON (${reason}).`,
      {
        cause: error,
      },
    )
  }
}

/** Looks level by level: what calls itself for each level ends for want of stack where there are very many. */
function isDeeperThan(content: unknown, depth: number): boolean {
  let level: unknown[] = [content]
  for (let done = 0; done <= depth; done += 1) {
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
    if (level.length === 0) return false
  }
  return true
}

function isNewerPreset(content: unknown): boolean {
  return (
    typeof content === 'object' &&
    content !== null &&
    'formatVersion' in content &&
    typeof content.formatVersion === 'number' &&
    content.formatVersion > presetFormatVersion
  )
}

/** A name that every file system takes: no separators, no control characters, nothing at its ends that is dropped. */
function safeFileName(name: string): string {
  const safe = name
    .replace(/[\p{C}<>:"/\\|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .slice(0, 100)
  return safe === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu.test(safe) ? `preset ${safe}`.trim() : safe
}
