import { extname } from 'node:path'
import type { Preview } from '../../../../shared/contract/preview.ts'
import { contentTypeOf, type ContentType } from '../details/content-type.ts'
import { withOpenFileAsync, type OpenFile } from '../files/open-file.ts'
import type { TaskContext } from '../task-type.ts'
import { pictureOf } from './picture.ts'
import { previewRequestSchema, type PreviewRequest } from './request.ts'
import { beginningOf } from './text-beginning.ts'

/**
 * Looks at a file: at an image whole, at a text's beginning, at anything else's kind.
 * @throws ItemError for what cannot be read, is damaged or too large
 */
export async function previewFile(request: unknown, context: TaskContext): Promise<Preview> {
  const found = previewRequestSchema.parse(request)
  return await withOpenFileAsync(found.path, async (opened) => {
    const { size, mtimeMs } = opened.stats
    const file = { size, modifiedAt: mtimeMs, isChanged: isChanged(opened, found) }
    const content = size === 0 ? null : await contentTypeOf(opened)
    const type = imageTypeOf(opened, content)
    if (type !== null) return { kind: 'image', ...file, type, ...(await pictureOf(opened, type, context)) }
    const text = content === null || isTextual(content) ? beginningOf(opened) : null
    if (text !== null) return { kind: 'text', ...file, ...text }
    return { kind: 'other', ...file, type: content?.type ?? null, mime: content?.mime ?? null }
  })
}

function isChanged({ stats }: OpenFile, { size, modifiedAt }: PreviewRequest): boolean {
  return (size !== null && size !== stats.size) || (modifiedAt !== null && modifiedAt !== stats.mtimeMs)
}

/** What the decoder is given to unpack, by their content. It is shown nothing else. */
const imageTypes: ReadonlySet<string> = new Set(['jpg', 'png', 'apng', 'webp', 'gif', 'avif', 'tif'])

/** The type of an image that can be unpacked; null for anything else. */
function imageTypeOf({ path }: OpenFile, content: ContentType | null): string | null {
  if (content === null) return null
  if (imageTypes.has(content.type)) return content.type
  // A drawing is text; its name says what it is meant to be.
  return isTextual(content) && extname(path).toLowerCase() === '.svg' ? 'svg' : null
}

function isTextual({ mime }: ContentType): boolean {
  return mime.startsWith('text/') || mime === 'application/xml'
}
