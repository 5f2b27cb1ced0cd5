import type { FrameRecord, Layout, NodeLayout, ViewportLayout, ViewportName } from '../snapshot/schema.ts'
import type { Tab } from './browser-tab.ts'
import type { PackedNode } from './page-cover.ts'
import type { PackedLayout } from './page-layout.ts'
import type { FramePlace } from './page-style.ts'
import { ask, locateFrame, openInnerWorlds, type InnerFrame, type World } from './page-worlds.ts'

/** The copy of a page and where its parts lie; grows as the page is shown in one viewport after the other. */
export interface Capture {
  layout: Partial<Layout>
  frames: FrameRecord[]
  /** The copy as text; call it after the last `measure`. */
  html(): Promise<string>
  measure(viewport: ViewportName): Promise<void>
}

const yes = (): boolean => true
const no = (): boolean => false

interface Part {
  world: World
  /** Undefined for the page itself. */
  frame?: InnerFrame
  record: FrameRecord
}

const maxFrames = 20
const maxHtml = 5_000_000
const wholePage: FramePlace = { x: 0, y: 0, shown: true, position: 0, zIndex: 0 }

/** Takes the copy of the page with all frames that can be read. */
export async function capturePage({ page, unreadable }: Tab, main: World): Promise<Capture> {
  let next = 1
  const copy = async (world: World): Promise<number[]> => {
    const copied = await ask<{ next: number; frames: number[] }>(world, `stagelight.copy(${next})`)
    next = copied.next
    return copied.frames
  }
  const parts: Part[] = [{ world: main, record: { node: 0, url: main.url, readable: true } }]
  const hosts = await copy(main)
  const layout: Partial<Layout> = {}
  const frames: FrameRecord[] = []
  if (hosts.length > 0) {
    for (const frame of await openInnerWorlds(page, main, maxFrames)) {
      const url = frame.failedUrl || frame.world.url
      const readable = frame.failedUrl === '' && !url.startsWith('chrome-error:') && !unreadable.has(url)
      const record = { node: 0, url, readable }
      frames.push(record)
      record.readable = readable && (await copy(frame.world).then(yes, no))
      parts.push({ world: frame.world, frame, record })
    }
  }

  return {
    layout,
    frames,
    async measure(viewport) {
      const merged: Record<string, NodeLayout> = {}
      let whole: PackedLayout | undefined
      const places = new Map<World, FramePlace>([[main, wholePage]])
      for (const part of parts) {
        let place: FramePlace | undefined = wholePage
        if (part.frame) {
          const spot = places.has(part.frame.parent) ? await locateFrame(part.frame) : undefined
          if (spot) part.record.node = spot.node
          place = part.record.readable ? spot : undefined
        }
        if (!place) continue
        places.set(part.world, place)
        const asked = ask<PackedLayout>(part.world, `stagelight.measure(${JSON.stringify(place)}, ${next})`)
        // A frame that moved on meanwhile is one that can't be read; the page itself is looked at again by the caller.
        const packed = part.frame ? await asked.catch(() => undefined) : await asked
        if (!packed) {
          part.record.readable = false
          continue
        }
        next = packed.next
        whole ??= packed
        for (const node of packed.nodes) merged[String(node[0])] = unpack(node)
      }
      if (whole) layout[viewport] = viewLayout(whole, merged)
    },
    async html() {
      const texts = new Map<number, string>()
      let html = ''
      // Inner frames stand in outer ones: the last first, so that each is whole when the one around it takes it in.
      for (const part of parts.toReversed()) {
        if (!part.record.readable) continue
        const asked = ask<string>(part.world, 'stagelight.html()')
        const text = fill(part.frame ? await asked.catch(() => '') : await asked, texts)
        if (!part.frame) html = text
        else if (part.record.node > 0) texts.set(part.record.node, frameText(text, part.world.url))
      }
      return html.slice(0, maxHtml)
    },
  }
}

/** Puts the frames' texts where they belong; places whose frame could not be read vanish. */
function fill(html: string, texts: Map<number, string>): string {
  return html.replace(/\u0001(\d+)\u0002/g, (_place, node: string) => texts.get(Number(node)) ?? '')
}

/** A frame's copy as it stands in the page's: what is in its body, under an element that says where it is from. */
function frameText(html: string, url: string): string {
  const body = /<body\b[^>]*>([\s\S]*)<\/body>/.exec(html)?.[1] ?? ''
  const address = url.slice(0, 2000).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
  return `<sl-frame data-sl-url="${address}">${body}</sl-frame>`
}

function viewLayout(packed: PackedLayout, nodes: Record<string, NodeLayout>): ViewportLayout {
  const { width, height, pageWidth, pageHeight } = packed
  return { width, height, pageWidth, pageHeight, nodes }
}

const positions = ['static', 'sticky', 'fixed'] as const

function unpack(packed: PackedNode): NodeLayout {
  const [, x, y, width, height, shown, coveredBy, position, zIndex, fontSize, fontWeight, lineHeight, ...rest] = packed
  const [color, background, contrast, filled, fillContrast, border, padding, underlined] = rest
  return {
    box: [x, y, width, height],
    shown: shown === 1,
    coveredBy,
    position: positions[position],
    zIndex,
    fontSize,
    fontWeight,
    lineHeight,
    color,
    background,
    contrast,
    filled: filled === 1,
    fillContrast,
    border,
    padding,
    underlined: underlined === 1,
  }
}
