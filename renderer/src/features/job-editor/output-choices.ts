import type { IfExists, OutputPlace } from '../../../../shared/model/output.ts'

/** Where outputs can go, in the order in which the places are offered. */
export const outputPlaceKinds = [
  'beside',
  'folder',
  'in-place',
] as const satisfies readonly OutputPlace['kind'][]

/** What can be done where a name is taken, the careful ways first. */
export const ifExistsChoices = [
  'number',
  'skip',
  'if-newer',
  'overwrite',
  'fail',
] as const satisfies readonly IfExists[]
