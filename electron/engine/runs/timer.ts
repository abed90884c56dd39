/** A timer that can be taken back. */
export interface TimerHandle {
  cancel(): void
}

/** The longest time that the system's timers take: what is longer would fire at once. */
const longestTimer = 2_147_483_647

/** Calls back after so many milliseconds, at least. Does not keep the process alive by itself. */
export function setTimer(callback: () => void, delay: number): TimerHandle {
  const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delay)), longestTimer)).unref()
  return { cancel: () => clearTimeout(timer) }
}
