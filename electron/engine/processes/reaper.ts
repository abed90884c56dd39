import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { Socket } from 'node:net'
import { gracePeriod } from './process-group.ts'

/** The environment variable by which the reaper finds a program that it has not been told the number of. */
const markVariable = 'BATCHYARD_COMMAND_MARK'

/** Stands for no mark. */
const noMark = '-'

/**
 * How long it may take until the reaper hears that a group is gone, in milliseconds. Usually the next program
 * comes sooner and says it too; and a number is not given to another process so soon.
 */
const forgetDelay = 5

/**
 * Waits for the end of its input, and then ends the process groups that the last line names. The one that writes
 * is the only one that has the other end of the pipe, so its end is the end of the input, however it comes about.
 * A program that was just being started is found by its mark, which is in its environment by then: as long as it
 * is no more than a copy of its parent, it holds the other end of the pipe open.
 */
const script = `
trap '' HUP INT TERM
PATH=$PATH:/usr/bin:/bin
line=$(tail -n 1)
mark=\${line%% *}
groups=\${line#"$mark"}
if [ "\${mark:-${noMark}}" != ${noMark} ]; then
  for file in $(grep -lsF "$mark" /proc/[0-9]*/environ); do
    file=\${file#/proc/}
    groups="$groups \${file%/environ}"
  done
fi
signal_all() {
  for group in $groups; do
    kill -s "$1" -- "-$group"
  done 2>/dev/null
}
any_left() {
  left=
  for group in $groups; do
    kill -s 0 -- "-$group" && left="$left $group"
  done 2>/dev/null
  groups=$left
  [ -n "$groups" ]
}
signal_all TERM
signal_all CONT
turns=${gracePeriod / 100}
while any_left && [ "$turns" -gt 0 ]; do
  turns=$((turns - 1))
  sleep 0.1 || { sleep 1; turns=$((turns - 9)); }
done 2>/dev/null
signal_all KILL
`

/**
 * Sees to it that no program outlives the worker that has started it, whatever ends the worker: a shell in a
 * session of its own waits for that and then ends the programs' process groups. POSIX only.
 */
class Reaper {
  readonly #groups = new Set<number>()
  readonly #id = randomUUID()
  #mark: string | null = null
  #marks = 0
  #shell: ChildProcess | null = null
  #isForgetting = false

  /**
   * A program is about to be started. Returns what it must have in its environment.
   * @throws Error where there can be no reaper
   */
  expect(): Readonly<Record<string, string>> {
    this.#marks += 1
    this.#mark = `${this.#id}-${this.#marks}.`
    this.#tell()
    return { [markVariable]: this.#mark }
  }

  /**
   * A program was started, as the leader of a process group; the expectation of one is met.
   * @throws Error where there can be no reaper
   */
  add(group: number): void {
    this.#groups.add(group)
    this.#mark = null
    this.#tell()
  }

  /** The program that was expected was not started after all. */
  expectNothing(): void {
    this.#mark = null
    this.#tellSoon()
  }

  /** Nothing is left of the group. */
  remove(group: number): void {
    if (this.#groups.delete(group)) this.#tellSoon()
  }

  #tellSoon(): void {
    if (this.#isForgetting) return
    this.#isForgetting = true
    setTimeout(() => {
      this.#isForgetting = false
      this.#tell()
    }, forgetDelay).unref()
  }

  /** Each line says all that there is. */
  #tell(): void {
    this.#shell ??= this.#start()
    this.#shell.stdin?.write(`${[this.#mark ?? noMark, ...this.#groups].join(' ')}\n`)
  }

  #start(): ChildProcess {
    const shell = spawn('/bin/sh', ['-c', script], {
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    shell.on('error', () => {})
    if (shell.pid === undefined) {
      throw new Error('/bin/sh, which ends commands should their worker be lost, could not be started')
    }
    shell.on('exit', () => {
      if (this.#shell === shell) this.#shell = null
    })
    shell.unref()
    shell.stdin.on('error', () => {})
    if (shell.stdin instanceof Socket) shell.stdin.unref()
    return shell
  }
}

/** The one of this worker. */
export const reaper = new Reaper()
