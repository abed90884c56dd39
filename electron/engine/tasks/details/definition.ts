import { z } from 'zod'
import type { TaskType } from '../task-type.ts'

const parameters = z.strictObject({})

/** Tells what is known of each file without changing it. */
export const details: TaskType<typeof parameters> = {
  id: 'details',
  version: 1,
  title: 'File details',
  description:
    'Tells size, dates and type of each file, by what it holds and not by its name, and what images and audio say of themselves.',
  parameters,
  accepts: 'files',
  // Decoders of images are native code: should a hostile file bring one down, no more than its item is lost.
  workers: 'processes',
  resultColumns: [
    { name: 'bytes', type: 'integer' },
    { name: 'modified', type: 'text' },
    { name: 'created', type: 'text' },
    { name: 'type', type: 'text' },
    { name: 'mime', type: 'text' },
    { name: 'extension_mismatch', type: 'boolean' },
    { name: 'width', type: 'integer' },
    { name: 'height', type: 'integer' },
    { name: 'taken', type: 'text' },
    { name: 'camera', type: 'text' },
    { name: 'duration', type: 'number' },
    { name: 'artist', type: 'text' },
    { name: 'album', type: 'text' },
    { name: 'title', type: 'text' },
    { name: 'bitrate', type: 'integer' },
  ],
  async load() {
    const { createDetailsTask } = await import('./details.ts')
    return createDetailsTask()
  },
}
