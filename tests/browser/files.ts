import { mkdir, open, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** Makes a folder of small files of different content; gives the SHA-256 of each by its path. */
export async function smallFiles(folder: string, count: number): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true })
  const digests = new Map<string, string>()
  for (let index = 1; index <= count; index += 1) {
    const path = join(folder, `photo-${String(index).padStart(4, '0')}.jpg`)
    const content = Buffer.alloc(100 + index * 7, index)
    await writeFile(path, content)
    digests.set(path, createHash('sha256').update(content).digest('hex'))
  }
  return digests
}

/** Makes files full of holes, each of which takes very long to read and no room on the disk. */
export async function endlessFiles(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let index = 1; index <= count; index += 1) {
    const file = await open(join(folder, `tape-${index}.img`), 'w')
    await file.truncate(400e9)
    await file.close()
  }
}

/** Makes folders of photographs as they might be: a few megabytes each, all of them holes. */
export async function photographs(folder: string, count: number): Promise<void> {
  const months = ['2024-05 Lisbon', '2024-08 Oder', '2024-12 Tromsø']
  for (const month of months) await mkdir(join(folder, month), { recursive: true })
  for (let index = 0; index < count; index += 1) {
    const month = months[Math.floor((index * months.length) / count)] ?? ''
    const file = await open(join(folder, month, `IMG_${4200 + index}.CR3`), 'w')
    await file.truncate(2e6 + ((index * 7919) % 1000) * 4e3)
    await file.close()
  }
}

/** The text of a preset's file. */
export function presetFileOf(name: string, task: { type: string; parameters: object }): string {
  return JSON.stringify({ format: 'batchyard-preset', formatVersion: 1, name, job: { task } })
}
