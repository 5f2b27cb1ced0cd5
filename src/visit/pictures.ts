import type { CDPSession } from 'playwright'
import { digest } from '../shared/digest.ts'
import { viewports, type Box, type Picture, type ViewportLayout, type ViewportName } from '../snapshot/schema.ts'

/** Screens from the top that are pictured in one image; what lies lower gets clips. */
const screens = 5
const scale = 0.5
/** JPEG costs a third of WebP's processor time in Chromium, at half as many bytes again. */
const format = 'jpeg'
const quality = 60
/** Each costs half as much as the first screens. What lies low is much the same in both viewports: the narrow one gets fewer. */
const maxClips: Record<ViewportName, number> = { desktop: 3, mobile: 2 }
const maxClipHeight = 1200
const captureMs = 8_000

/** Something low on the page that may be shown in a report: a form, a footer, a section with buttons. */
export interface Component {
  kind: 'form' | 'footer' | 'section'
  box: Box
}

export interface Pictures {
  list: Picture[]
  bytes: Map<string, Uint8Array>
}

/** Pictures a page as it stands: its first screens, and what is worth a look below them. */
export async function takePictures(
  session: CDPSession,
  pageKey: string,
  viewport: ViewportName,
  layout: ViewportLayout,
  components: readonly Component[],
  into: Pictures,
): Promise<void> {
  const { width, height } = viewports[viewport]
  const shown = Math.min(layout.pageHeight, screens * height)
  await takePicture(session, pageKey, viewport, 'screens', [0, 0, width, shown], into)
  for (const box of clips(components, shown, layout, maxClips[viewport])) {
    await takePicture(session, pageKey, viewport, 'clip', box, into)
  }
}

/** Pictures one region. The key comes from page, viewport and region, so a second visit replaces the first. */
export async function takePicture(
  session: CDPSession,
  pageKey: string,
  viewport: ViewportName,
  kind: Picture['kind'],
  box: Box,
  into: Pictures,
): Promise<void> {
  const [x, y, width, height] = box
  if (width < 1 || height < 1) return
  const picture = session.send('Page.captureScreenshot', {
    format,
    quality,
    clip: { x, y, width, height, scale },
    captureBeyondViewport: true,
  })
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), captureMs).unref())
  // A page that draws without end can keep a picture waiting; the visit goes on without it.
  const taken = await Promise.race([picture.catch(() => undefined), late])
  if (!taken) return
  const key = digest(JSON.stringify([pageKey, viewport, kind, box]), 32)
  into.list.push({ key, viewport, kind, box, scale, format })
  into.bytes.set(key, Buffer.from(taken.data, 'base64'))
}

/** The footer first, for the forms in it are on its picture, then other forms, then sections; never two of one region. */
function clips(components: readonly Component[], below: number, layout: ViewportLayout, most: number): Box[] {
  const order = { footer: 0, form: 1, section: 2 }
  const boxes: Box[] = []
  for (const { kind, box } of components.toSorted((a, b) => order[a.kind] - order[b.kind] || a.box[1] - b.box[1])) {
    const [x, y, width, height] = box
    const left = Math.max(0, x)
    // Of a section that begins on the screens pictured already, only the rest is new; a form is shown whole.
    const top = kind === 'form' ? y : Math.max(y, below)
    const clip: Box = [
      left,
      top,
      Math.min(width, layout.pageWidth - left),
      Math.min(y + height - top, maxClipHeight, layout.pageHeight - top),
    ]
    if (y + height <= below || clip[2] < 20 || clip[3] < 10) continue
    if (boxes.some((other) => covers(other, clip))) continue
    boxes.push(clip)
    if (boxes.length === most) break
  }
  return boxes
}

function covers(outer: Box, inner: Box): boolean {
  return (
    inner[0] >= outer[0] &&
    inner[1] >= outer[1] &&
    inner[0] + inner[2] <= outer[0] + outer[2] &&
    inner[1] + inner[3] <= outer[1] + outer[3]
  )
}
