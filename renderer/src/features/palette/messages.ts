/** Texts of the command palette. */
export const paletteMessages = {
  title: 'Commands',
  description: 'Everything that can be done now. Type to search.',
  search: 'What is to be done?',
  none: 'Nothing here is called that.',
  groups: {
    here: 'On this screen',
    screens: 'Go to',
    view: 'View',
    runs: 'Recent runs',
    presets: 'Start from a preset',
  },
} as const
