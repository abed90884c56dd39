import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Client } from '../local-engine.ts'
import { withLocalEngine } from '../local-engine.ts'
import { surroundings } from '../../surroundings.ts'
import { describeFailure } from '../failure.ts'
import { formatBytes, formatCount, formatCounted, formatTryDuration } from '../formats.ts'
import type { Finding } from './finding.ts'
import { leftoverFinding } from './leftovers.ts'
import { openFilesFinding } from './limits.ts'
import { otherProcesses } from './other-processes.ts'

/** Below so many free bytes a warning is due: runs pause by themselves at a fifth of it. */
const littleSpace = 1_000_000_000

/** How many findings of the integrity check are shown. */
const shownProblems = 5

/** Looks at everything, the database last opened and first closed. */
export async function findingsOf(dataDirectory: string): Promise<Finding[]> {
  return [
    {
      subject: 'version',
      status: 'good',
      message: `Batchyard ${surroundings().version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    },
    ...(await databaseFindings(dataDirectory)),
    openFilesFinding(),
    await leftoverFinding(dataDirectory),
  ]
}

async function databaseFindings(dataDirectory: string): Promise<Finding[]> {
  const file = join(dataDirectory, 'batchyard.db')
  if (!(await exists(file))) {
    return [await emptyFolderFinding(dataDirectory)]
  }
  const folder: Finding = { subject: 'data folder', status: 'good', message: dataDirectory }
  try {
    return await withLocalEngine(dataDirectory, async ({ client }) => [
      folder,
      ...(await findingsOfOpenDatabase(client)),
      await runsFinding(client),
      processesFinding(dataDirectory),
    ])
  } catch (error) {
    return [folder, { subject: 'database', status: 'wrong', message: describeFailure(error).message }]
  }
}

async function emptyFolderFinding(dataDirectory: string): Promise<Finding> {
  const subject = 'data folder'
  const there = await nearestExisting(dataDirectory)
  const trouble = await folderTrouble(there)
  const isThere = there === dataDirectory
  if (trouble !== null) {
    const what = isThere ? dataDirectory : `${dataDirectory} does not exist and cannot be made: ${there}`
    return { subject, status: 'wrong', message: `${what} ${trouble}; choose another with --data-dir.` }
  }
  const what = isThere ? 'has no database yet' : 'does not exist yet'
  return { subject, status: 'good', message: `${dataDirectory} ${what}; the first run makes it.` }
}

/** The path itself, or the nearest folder above it that there is. */
async function nearestExisting(path: string): Promise<string> {
  const above = dirname(path)
  return above === path || (await exists(path)) ? path : await nearestExisting(above)
}

/** Why no file can be made in what is there; null where one can. */
async function folderTrouble(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isDirectory()) return 'is no folder'
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch {
    return 'may not be read and written by this user'
  }
}

async function findingsOfOpenDatabase(client: Client): Promise<Finding[]> {
  const statistics = await client.maintenance.statistics()
  const check = await client.maintenance.check()
  const { bytes, unusedBytes, logBytes, version, runs, items, presets, backups, freeBytes } = statistics
  return [
    {
      subject: 'database',
      status: 'good',
      message:
        `form ${version}, ${formatBytes(bytes)} (${formatBytes(unusedBytes)} unused, log ${formatBytes(logBytes)}): ` +
        `${formatCounted(runs, 'run')}, ${formatCounted(items, 'item')}, ${formatCounted(presets, 'preset')}`,
    },
    check.sound
      ? {
          subject: 'integrity',
          status: 'good',
          message: `sound, checked in ${formatTryDuration(check.duration)}`,
        }
      : {
          subject: 'integrity',
          status: 'wrong',
          message:
            `${check.problems.slice(0, shownProblems).map(withoutFullStop).join('; ')}. Export what can still be read, move the ` +
            `file away, and start anew or from a backup.`,
        },
    ...(backups.length === 0
      ? []
      : [
          {
            subject: 'backups',
            status: 'good',
            message: backups.map(({ path, bytes: size }) => `${path} (${formatBytes(size)})`).join(', '),
          } as const,
        ]),
    spaceFinding(freeBytes),
  ]
}

function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.$/u, '')
}

function spaceFinding(freeBytes: number | null): Finding {
  const subject = 'disk space'
  if (freeBytes === null) return { subject, status: 'warning', message: 'cannot be told on this volume' }
  const message = `${formatBytes(freeBytes)} free where the database is`
  if (freeBytes >= littleSpace) return { subject, status: 'good', message }
  return { subject, status: 'warning', message: `${message}; runs pause when it gets low. Make room.` }
}

async function runsFinding(client: Client): Promise<Finding> {
  const [atWork, interrupted] = await Promise.all([
    client.runs.list({ states: ['running', 'paused', 'queued'], limit: 1_000 }),
    client.runs.list({ states: ['interrupted'], limit: 1_000 }),
  ])
  const [latest] = interrupted
  const parts = [`${formatCount(atWork.length)} at work, paused or queued`]
  if (latest === undefined) return { subject: 'runs', status: 'good', message: parts.join('') }
  parts.push(
    `${formatCount(interrupted.length)} interrupted: batchyard resume ${latest.id} goes on with the latest`,
  )
  return { subject: 'runs', status: 'warning', message: parts.join('; ') }
}

function processesFinding(dataDirectory: string): Finding {
  const others = otherProcesses(dataDirectory)
  const message =
    others === 0
      ? 'no other has the database open'
      : `${formatCounted(others, 'other process', 'other processes')} with the database open`
  return { subject: 'processes', status: 'good', message }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
