import { spawn, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'

/**
 * Ends the worker processes when its standard input ends, which is when the process that has started it is
 * gone. They have a second to end by themselves before.
 */
const script = `
trap '' HUP INT TERM
workers=
while read -r change worker; do
  case $change in
    +) workers="$workers $worker" ;;
    -)
      others=
      for other in $workers; do
        [ "$other" = "$worker" ] || others="$others $other"
      done
      workers=$others
      ;;
  esac
done
[ -z "$workers" ] && exit
sleep 1
kill -9 $workers 2>/dev/null
`

/**
 * Sees to it that worker processes do not outlive this one, whatever ends it, and whatever they do. A worker
 * notices by itself that it is alone, but not while a task computes without a pause; a shell that waits for the
 * end of this process then ends it. Windows needs none of this: there, children end with their parent.
 */
class ProcessGuard {
  readonly #workers = new Set<number>()
  #shell: ChildProcess | null = null

  add(pid: number): void {
    if (process.platform === 'win32') return
    this.#workers.add(pid)
    if (this.#shell === null) this.#start()
    else this.#tell(`+ ${pid}`)
  }

  remove(pid: number): void {
    if (!this.#workers.delete(pid)) return
    this.#tell(`- ${pid}`)
    if (this.#workers.size > 0) return
    this.#shell?.stdin?.end()
    this.#shell = null
  }

  #start(): void {
    // A group of its own, so that what ends this process from a terminal does not end the guard first.
    const shell = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    this.#shell = shell
    // Where there is no shell, workers that compute without a pause are not guarded.
    shell.on('error', () => {})
    shell.on('exit', () => {
      if (this.#shell === shell) this.#shell = null
    })
    shell.unref()
    shell.stdin.on('error', () => {})
    if (shell.stdin instanceof Socket) shell.stdin.unref()
    for (const pid of this.#workers) this.#tell(`+ ${pid}`)
  }

  #tell(line: string): void {
    this.#shell?.stdin?.write(`${line}\n`)
  }
}

/** One for all worker processes of this process. */
export const processGuard = new ProcessGuard()
