import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

/** A folder with a data folder and three small files in it. */
export async function threeFiles(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await mkdir(folder.at('photos', 'deep'), { recursive: true })
  await writeFile(folder.at('photos', 'a.jpg'), 'first')
  await writeFile(folder.at('photos', 'b b.jpg'), 'second')
  await writeFile(folder.at('photos', 'deep', 'empty.tif'), '')
  return folder
}

/** The SHA-256 of the content, as text. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The rows of a CSV, by the names in its header. */
export function rowsOf(csv: string | Buffer): Record<string, string>[] {
  return z.array(z.record(z.string(), z.string())).parse(parse(csv, { columns: true }))
}

/** The digest of each file by its path, as the CSV has it. */
export function digestsOf(csv: string | Buffer): Map<string, string> {
  return new Map(rowsOf(csv).map((row) => [row['path'] ?? '', row['digest'] ?? '']))
}
