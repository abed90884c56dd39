/** A program of the system with its words. Both are fixed: nothing of what anybody sends gets into them. */
export interface SleepProgram {
  readonly file: string
  readonly words: readonly string[]
}

/** What sends this machine to sleep; null where nothing is known to. Electron itself has nothing for that. */
export function sleepProgram(platform: NodeJS.Platform): SleepProgram | null {
  switch (platform) {
    case 'linux':
      return { file: '/usr/bin/systemctl', words: ['suspend'] }
    case 'darwin':
      return { file: '/usr/bin/pmset', words: ['sleepnow'] }
    case 'win32':
      // Hibernates instead where the machine is set to.
      return { file: 'C:\\Windows\\System32\\rundll32.exe', words: ['powrprof.dll,SetSuspendState', '0,1,0'] }
    default:
      return null
  }
}
