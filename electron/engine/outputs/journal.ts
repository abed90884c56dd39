import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { madeOutputSchema } from '../../../shared/model/planned-output.ts'
import { cellSchema } from '../../../shared/model/result.ts'
import { errorCode } from '../errors.ts'

/** How many items share a file of the journal, so that what is known of one of them is found quickly. */
const itemsPerFile = 256

const seqSchema = z.int().min(1)

const lineSchema = z.discriminatedUnion('kind', [
  /** Before folders are made for an item. */
  z.strictObject({ kind: z.literal('folders'), seq: seqSchema, madeFolders: z.array(z.string()) }),
  /** Before a file gets its name. */
  z.strictObject({
    kind: z.literal('made'),
    seq: seqSchema,
    output: madeOutputSchema,
    values: z.array(cellSchema),
  }),
])
/** What a worker writes down. */
export type JournalLine = z.infer<typeof lineSchema>

/** What is known of the latest try at an output. */
export interface JournalEntry {
  /** The output as it was about to be made; `madeFolders` has those of all tries. */
  readonly output: z.infer<typeof madeOutputSchema>
  /** What the task returned. */
  readonly values: z.infer<typeof cellSchema>[]
}

/**
 * Adds a line. Workers may do so at once: a short line that is appended is written as a whole. A line begins
 * with a line's end, so that one that a crash cut off spoils no other.
 */
export function writeJournal(folder: string, line: JournalLine): void {
  const file = fileOf(folder, line.seq)
  const text = `\n${JSON.stringify(line)}\n`
  try {
    appendFileSync(file, text)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    mkdirSync(folder, { recursive: true })
    appendFileSync(file, text)
  }
}

/** What is known of one item, and the folders that were made for it; for a worker that has it in hand. */
export function readJournalOf(
  folder: string,
  seq: number,
): { readonly made: JournalEntry | null; readonly madeFolders: readonly string[] } {
  const entries = new Map<number, JournalEntry>()
  const folders = new Map<number, string[]>()
  try {
    addLines(readFileSync(fileOf(folder, seq), 'utf8'), new Set([seq]), entries, folders)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  return { made: entries.get(seq) ?? null, madeFolders: folders.get(seq) ?? [] }
}

/**
 * What workers have written down of these items; of all, where `wanted` is left out. Nothing where the folder
 * does not exist.
 * @param wanted numbers of items. It bounds the memory that is used
 */
export async function readJournal(
  folder: string,
  wanted?: ReadonlySet<number>,
): Promise<Map<number, JournalEntry>> {
  const entries = new Map<number, JournalEntry>()
  const folders = new Map<number, string[]>()
  for (const file of await filesIn(folder, wanted)) {
    try {
      addLines(await readFile(file, 'utf8'), wanted, entries, folders)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error
    }
  }
  return entries
}

async function filesIn(folder: string, wanted: ReadonlySet<number> | undefined): Promise<Iterable<string>> {
  if (wanted !== undefined) return new Set([...wanted].map((seq) => fileOf(folder, seq)))
  try {
    const names = await readdir(folder)
    return names.filter((name) => name.endsWith('.journal')).map((name) => join(folder, name))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

function fileOf(folder: string, seq: number): string {
  return join(folder, `${Math.floor(seq / itemsPerFile)}.journal`)
}

function addLines(
  text: string,
  wanted: ReadonlySet<number> | undefined,
  entries: Map<number, JournalEntry>,
  folders: Map<number, string[]>,
): void {
  for (const row of text.split('\n')) {
    const line = parseLine(row)
    if (line === null || (wanted !== undefined && !wanted.has(line.seq))) continue
    const { seq } = line
    const earlier = folders.get(seq) ?? []
    const added = line.kind === 'folders' ? line.madeFolders : line.output.madeFolders
    const madeFolders = [...new Set([...earlier, ...added])]
    folders.set(seq, madeFolders)
    if (line.kind === 'made') {
      entries.set(seq, { output: { ...line.output, madeFolders }, values: line.values })
    }
  }
}

function parseLine(text: string): JournalLine | null {
  if (text === '') return null
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
