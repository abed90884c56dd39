import { sharp } from '../files/sharp.ts'
import type { Dimensions } from './dimensions.ts'
import type { ConvertImageParameters, WatermarkPosition } from './parameters.ts'

/** A picture of a text, and where its top left corner goes. */
export interface Watermark {
  readonly input: Buffer
  readonly left: number
  readonly top: number
}

type WatermarkParameters = Pick<
  ConvertImageParameters,
  'watermark' | 'watermarkPosition' | 'watermarkSize' | 'watermarkOpacity'
>

/** Whatever of these is installed; the last always stands for something. */
const fonts = "'Noto Sans', 'DejaVu Sans', 'Liberation Sans', Arial, Helvetica, sans-serif"

/** Heights of lines, in heights of letters. */
const lineHeight = 1.3

/** How far the text stays from the edges, in percent of the shorter side. */
const margin = 2

/**
 * The picture of a watermark for an image of this size; null where it would show nothing.
 *
 * Only the band that the text needs is drawn, and then cut to what is seen of it: text may go from right to left,
 * and how wide it is nobody knows before it is drawn.
 */
export async function drawWatermark(on: Dimensions, given: WatermarkParameters): Promise<Watermark | null> {
  const lines = linesOf(given.watermark)
  if (lines.length === 0) return null
  const shorter = Math.min(on.width, on.height)
  const widest = Math.max(...lines.map(estimatedWidth))
  const wanted = (shorter * given.watermarkSize) / 100
  const letters = Math.max(
    1,
    Math.min(wanted, (on.width * 0.95) / widest, on.height / lineHeight / lines.length),
  )
  const band = textBand(lines, letters, Math.ceil(letters * (widest * 1.3 + 2)), given.watermarkOpacity / 100)
  const drawn = await sharp(Buffer.from(band)).trim({ threshold: 0 }).png().toBuffer()
  const { data, info } = await sharp(drawn)
    .resize({ ...on, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true })
  return { input: data, ...placeOf(given.watermarkPosition, on, info, Math.round((shorter * margin) / 100)) }
}

/** The lines of a text without what XML cannot hold. */
function linesOf(text: string): string[] {
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '')
  return clean
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** How wide a line is about, in heights of its letters. */
function estimatedWidth(line: string): number {
  let width = 0
  for (const character of line) width += (character.codePointAt(0) ?? 0) < 0x1100 ? 0.62 : 1.1
  return width
}

function textBand(lines: readonly string[], letters: number, width: number, opacity: number): string {
  const height = Math.ceil(letters * lineHeight * (lines.length + 1))
  const rows = lines.map((line, index) => {
    const y = letters * (lineHeight * index + 1.3)
    return `<text x="50%" y="${y}">${escapeXml(line)}</text>`
  })
  // White with a dark edge is read on light and on dark.
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<g opacity="${opacity}" font-family="${fonts}" font-size="${letters}" text-anchor="middle" fill="#fff" ` +
    `stroke="#000" stroke-width="${letters / 12}" stroke-linejoin="round" paint-order="stroke">` +
    `${rows.join('')}</g></svg>`
  )
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '')
}

function placeOf(
  position: WatermarkPosition,
  on: Dimensions,
  size: Dimensions,
  distance: number,
): { left: number; top: number } {
  const room = { width: on.width - size.width, height: on.height - size.height }
  const left = position.endsWith('left')
    ? distance
    : position.endsWith('right')
      ? room.width - distance
      : Math.round(room.width / 2)
  const top = position.startsWith('top')
    ? distance
    : position.startsWith('bottom')
      ? room.height - distance
      : Math.round(room.height / 2)
  return { left: Math.max(0, Math.min(left, room.width)), top: Math.max(0, Math.min(top, room.height)) }
}
