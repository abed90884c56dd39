/** A program of the system with its words. Both are fixed: nothing of what anybody sends gets into them. */
export interface SleepProgram {
  readonly file: string
  readonly words: readonly string[]
}

/** What sends a machine to sleep, by its platform. Electron itself has nothing for that. */
const programs: Partial<Readonly<Record<NodeJS.Platform, SleepProgram>>> = {
  linux: { file: '/usr/bin/systemctl', words: ['suspend'] },
  darwin: { file: '/usr/bin/pmset', words: ['sleepnow'] },
  // Hibernates instead where the machine is set to.
  win32: { file: 'C:\\Windows\\System32\\rundll32.exe', words: ['powrprof.dll,SetSuspendState', '0,1,0'] },
}

/** What sends this machine to sleep; null where nothing is known to. */
export function sleepProgram(platform: NodeJS.Platform): SleepProgram | null {
  return programs[platform] ?? null
}
