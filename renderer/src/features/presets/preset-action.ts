/** What can be done with a preset beside using it. */
export type PresetAction = 'rename' | 'duplicate' | 'default' | 'export' | 'delete'
