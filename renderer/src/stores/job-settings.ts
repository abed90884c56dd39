import type { Mode } from '../../../shared/model/job.ts'

/** The settings that the next job starts with, as text where a person types them. */
export interface JobSettings {
  taskType: string
  parameters: Readonly<Record<string, string | number | boolean>>
  mode: Mode
  chunking: 'auto' | 'fixed'
  /** The number in a fixed chunk, as typed. */
  chunkSize: string
  /** As typed; empty for one for each processor. */
  workers: string
}

/** What a first job starts with. */
export function freshSettings(): JobSettings {
  return {
    taskType: 'checksum',
    parameters: {},
    mode: 'imap-unordered',
    chunking: 'auto',
    chunkSize: '100',
    workers: '',
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads remembered settings. What is missing or not understood is as in a first job. */
export function readSettings(text: string): JobSettings {
  const fresh = freshSettings()
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch {
    return fresh
  }
  if (!isRecord(stored)) return fresh
  const parameters: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(isRecord(stored['parameters']) ? stored['parameters'] : {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      parameters[name] = value
    }
  }
  function string(name: 'taskType' | 'chunkSize' | 'workers'): string {
    const value = isRecord(stored) ? stored[name] : undefined
    return typeof value === 'string' ? value : fresh[name]
  }
  return {
    taskType: string('taskType'),
    parameters,
    mode: stored['mode'] === 'imap' ? 'imap' : fresh.mode,
    chunking: stored['chunking'] === 'fixed' ? 'fixed' : fresh.chunking,
    chunkSize: string('chunkSize'),
    workers: string('workers'),
  }
}
