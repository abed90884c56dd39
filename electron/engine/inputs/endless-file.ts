import { statfsSync } from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import { withoutEnd, type Problem } from './problems.ts'

/**
 * Names of files in which the system shows its memory, its messages or its events: reading them waits for
 * more, or goes on for as long as there are addresses.
 */
const endlessNames: ReadonlySet<string> = new Set([
  'kcore',
  'kmsg',
  'kpagecgroup',
  'kpagecount',
  'kpageflags',
  'pagemap',
  'trace_pipe',
  'trace_pipe_raw',
])

/** Kinds of file systems, as `statfs` has them, whose files the kernel makes up: proc, tracefs, debugfs. */
const kernelFileSystems: ReadonlySet<number> = new Set([0x9fa0, 0x74726163, 0x64626720])

/** The problem of a file that Linux makes up and that never ends; null for every other. Quick for most names. */
export function endlessFile(path: PathText, name: string): Problem | null {
  if (process.platform !== 'linux' || !endlessNames.has(name)) return null
  try {
    return kernelFileSystems.has(statfsSync(toPathBytes(path)).type) ? withoutEnd(path) : null
  } catch {
    // What is wrong with it is told by whoever reads it.
    return null
  }
}
