import { createPictureBook, type EmbeddedPicture, type Shot, type StoredPicture } from '../../report/picture-book.ts'
import type { Card, CardPicture } from './cards.ts'

/** Pictures of a sheet may take this much as base64; what comes later goes without. */
const budget = 60_000_000
/** Of a page as a whole its top is shown. */
const top = { desktop: 900, mobile: 844 }

/** The pictures of a sheet, and for each card the part of one that shows its thing. */
export interface Shots {
  embedded: EmbeddedPicture[]
  shots: (Shot | undefined)[]
}

/** Cuts out what each card is about, as a report does; of a page as a whole the top, with nothing marked. */
export function shotsOf(cards: readonly Card[]): Shots {
  const pictures = new Map<string, StoredPicture>()
  // Pages of different runs may have pictures of one key.
  const keys = cards.map(({ picture }, index) => {
    if (!picture) return ''
    const key = `${index} ${picture.picture.key}`
    pictures.set(key, { picture: { ...picture.picture, key }, bytes: picture.bytes })
    return key
  })
  const book = createPictureBook(pictures, budget)
  const shots = cards.map(({ picture }, index): Shot | undefined => {
    if (!picture) return undefined
    const item = { url: '', selector: '', snippet: '', viewport: picture.picture.viewport, screenshot: keys[index]! }
    const shot = book.shot({ ...item, box: picture.box.length === 4 ? picture.box : wholeTop(picture) })
    return shot && picture.box.length !== 4 ? { ...shot, around: '', mark: { x: 0, y: 0, width: 0, height: 0 } } : shot
  })
  return { embedded: book.embedded(), shots }
}

function wholeTop({ picture: { box, viewport } }: CardPicture): number[] {
  const [x, y, width, height] = box
  return [x, y, width, Math.min(height, top[viewport])]
}

/** One shot as SVG; `href` is the picture itself or a reference to it. */
export function drawShot(shot: Shot, picture: { width: number; height: number }, href: string): string {
  const { mark, around } = shot
  const frame =
    mark.width > 0
      ? `<path d="${around}" fill="#000" fill-opacity=".25" fill-rule="evenodd"/><rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" fill="none" stroke="#d0021b" stroke-width="3"/>`
      : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${shot.viewBox}" width="${shot.width}" height="${shot.height}"><image href="${href}" width="${picture.width}" height="${picture.height}"/>${frame}</svg>`
}
