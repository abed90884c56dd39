import type { ConvertImageParameters } from './parameters.ts'

/** Width and height in pixels, of one frame. */
export interface Dimensions {
  readonly width: number
  readonly height: number
}

/** What is said of the size of the new image. */
export type ResizeParameters = Pick<
  ConvertImageParameters,
  'resize' | 'width' | 'height' | 'longestEdge' | 'percent' | 'neverEnlarge'
>

/** The size that an image gets, no side less than a pixel. For `fill`, what stands over is to be cut off. */
export function targetDimensions(from: Dimensions, wanted: ResizeParameters): Dimensions {
  if (wanted.resize === 'none') return from
  const most = wanted.neverEnlarge ? 1 : Number.POSITIVE_INFINITY
  if (wanted.resize === 'fill') {
    const isEnlarged = Math.max(wanted.width / from.width, wanted.height / from.height) > most
    if (!isEnlarged) return { width: wanted.width, height: wanted.height }
    return { width: Math.min(wanted.width, from.width), height: Math.min(wanted.height, from.height) }
  }
  const scale = Math.min(most, scaleOf(from, wanted))
  return {
    width: Math.max(1, Math.round(from.width * scale)),
    height: Math.max(1, Math.round(from.height * scale)),
  }
}

function scaleOf(from: Dimensions, wanted: ResizeParameters): number {
  switch (wanted.resize) {
    case 'fit':
      return Math.min(wanted.width / from.width, wanted.height / from.height)
    case 'longest-edge':
      return wanted.longestEdge / Math.max(from.width, from.height)
    case 'percent':
      return wanted.percent / 100
    case 'none':
    case 'fill':
      return 1
  }
}
