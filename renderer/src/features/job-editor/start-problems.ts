import type { ShownError } from '../../platform/engine-error.ts'

/** Where an error of starting a run belongs: at a field of the form, or at the form as a whole. */
export type ProblemPlace =
  | { readonly place: 'chunkSize' | 'workers' | 'inputs' | 'form' }
  | { readonly place: 'parameter'; readonly name: string }

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** Finds the field that an error of `runs.start` is about, from the data that came with it. */
export function problemPlace(error: ShownError): ProblemPlace {
  if (error.code === 'NO_INPUT') return { place: 'inputs' }
  if (!isRecord(error.data)) return { place: 'form' }
  if (error.code === 'INVALID_PARAMETERS' && typeof error.data['parameter'] === 'string') {
    return { place: 'parameter', name: error.data['parameter'] }
  }
  const issues = error.data['issues']
  const first: unknown = Array.isArray(issues) ? issues[0] : undefined
  const path = isRecord(first) && Array.isArray(first['path']) ? first['path'].map(String) : []
  if (path[0] === 'inputs') return { place: 'inputs' }
  if (path[0] === 'execution' && (path[1] === 'chunkSize' || path[1] === 'workers')) return { place: path[1] }
  if (path[0] === 'task' && path[1] === 'parameters' && path[2] !== undefined) {
    return { place: 'parameter', name: path[2] }
  }
  return { place: 'form' }
}
