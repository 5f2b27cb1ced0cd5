import type { Picture } from '../snapshot/schema.ts'
import type { AuditResult } from './result.ts'

export type EvidenceItem = AuditResult['findings'][number]['evidence'][number]

/** A stored picture with its bytes. */
export interface StoredPicture {
  picture: Picture
  bytes: Uint8Array
}

/** A picture that the report holds once and shows parts of. */
export interface EmbeddedPicture {
  id: string
  href: string
  width: number
  height: number
}

/** A region of a picture with the element marked: numbers for an SVG, in CSS pixels of the picture. */
export interface Shot {
  picture: string
  viewport: 'desktop' | 'mobile'
  viewBox: string
  width: number
  height: number
  mark: { x: number; y: number; width: number; height: number }
  /** Path around the mark, to dim what is not meant. */
  around: string
}

export interface PictureBook {
  /** The region that shows this evidence; undefined without a picture, a place, or room left. */
  shot(evidence: EvidenceItem): Shot | undefined
  embedded(): EmbeddedPicture[]
}

/**
 * Gives out pictures until `budget` bytes (as base64) are used. A picture costs once, however many regions of it are
 * shown; who asks first gets it, so ask in the order of priority.
 */
export function createPictureBook(pictures: ReadonlyMap<string, StoredPicture>, budget: number): PictureBook {
  const chosen = new Map<string, EmbeddedPicture>()
  let left = budget
  return {
    embedded: () => [...chosen.values()],
    shot(evidence) {
      const stored = pictures.get(evidence.screenshot)
      if (!stored) return undefined
      const region = cropRegion(stored.picture, evidence.box)
      if (!region) return undefined
      let embedded = chosen.get(stored.picture.key)
      if (!embedded) {
        const cost = Math.ceil(stored.bytes.length / 3) * 4 + 200
        if (cost > left) return undefined
        left -= cost
        const { format, box } = stored.picture
        embedded = {
          id: `pic-${chosen.size + 1}`,
          href: `data:image/${format};base64,${Buffer.from(stored.bytes).toString('base64')}`,
          width: box[2],
          height: box[3],
        }
        chosen.set(stored.picture.key, embedded)
      }
      return { picture: embedded.id, viewport: stored.picture.viewport, ...region }
    },
  }
}

const shapes = {
  desktop: { least: 620, margin: 110, tall: 0.6, tallest: 1.1 },
  mobile: { least: 390, margin: 90, tall: 1.3, tallest: 1.7 },
}

/** Cuts around the element with some air, inside the picture, in a shape that suits the page of a report. */
function cropRegion({ box: [left, top, pictureWidth, pictureHeight], viewport }: Picture, box: readonly number[]) {
  const [x, y, width, height] = [(box[0] ?? 0) - left, (box[1] ?? 0) - top, box[2] ?? 0, box[3] ?? 0]
  const seen = x + width > 0 && y + height > 0 && x < pictureWidth && y < pictureHeight
  if (box.length !== 4 || width <= 0 || height <= 0 || pictureWidth <= 0 || pictureHeight <= 0 || !seen)
    return undefined
  const shape = shapes[viewport]
  const cropWidth = Math.min(pictureWidth, Math.max(shape.least, width + 2 * shape.margin))
  const wanted = Math.max(cropWidth * shape.tall, Math.min(height + 2 * shape.margin, cropWidth * shape.tallest))
  const cropHeight = Math.min(pictureHeight, Math.round(wanted))
  const cropX = Math.round(clamp(x + width / 2 - cropWidth / 2, 0, pictureWidth - cropWidth))
  // Of an element taller than the region its top is shown.
  const middle = height > cropHeight ? y - 24 : y + height / 2 - cropHeight / 2
  const cropY = Math.round(clamp(middle, 0, pictureHeight - cropHeight))
  const markLeft = Math.max(x - 5, cropX + 3)
  const markTop = Math.max(y - 5, cropY + 3)
  const mark = {
    x: Math.round(markLeft),
    y: Math.round(markTop),
    width: Math.max(4, Math.round(Math.min(x + width + 5, cropX + cropWidth - 3) - markLeft)),
    height: Math.max(4, Math.round(Math.min(y + height + 5, cropY + cropHeight - 3) - markTop)),
  }
  const around =
    `M${cropX} ${cropY}h${cropWidth}v${cropHeight}h${-cropWidth}z` +
    `M${mark.x} ${mark.y}v${mark.height}h${mark.width}v${-mark.height}z`
  return { viewBox: `${cropX} ${cropY} ${cropWidth} ${cropHeight}`, width: cropWidth, height: cropHeight, mark, around }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
