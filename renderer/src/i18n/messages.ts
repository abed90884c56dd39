import { comparisonMessages } from '../features/comparison/messages.ts'
import { exportMessages } from '../features/export/messages.ts'
import { jobEditorMessages } from '../features/job-editor/messages.ts'
import { paletteMessages } from '../features/palette/messages.ts'
import { presetsMessages } from '../features/presets/messages.ts'
import { previewMessages } from '../features/preview/messages.ts'
import { runMessages } from '../features/run/messages.ts'
import { runsMessages } from '../features/runs/messages.ts'
import { settingsMessages } from '../features/settings/messages.ts'
import { shellMessages } from '../features/shell/messages.ts'
import { trustMessages } from '../features/trust/messages.ts'
import { commonMessages } from './common.ts'

/** All texts in English. Each feature keeps its own. */
export const messages = {
  common: commonMessages,
  shell: shellMessages,
  jobEditor: jobEditorMessages,
  run: runMessages,
  runs: runsMessages,
  comparison: comparisonMessages,
  export: exportMessages,
  palette: paletteMessages,
  presets: presetsMessages,
  preview: previewMessages,
  settings: settingsMessages,
  trust: trustMessages,
} as const
