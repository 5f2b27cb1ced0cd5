import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName } from './dom/accessible-name.ts'
import { bareHost, resolve } from './dom/address.ts'
import { defineDetector } from './detector.ts'
import { regionOf } from './dom/regions.ts'
import { structuredItems, firstText, type Item } from './dom/structured-items.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { isShell, placeholderProvider } from './videos/placeholders.ts'
import { isVideoPage, providerOf } from './videos/providers.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'
import { Where, type Locate } from './dom/where.ts'

export const Video = z
  .object({
    provider: z.string().describe('youtube, vimeo, wistia, file …'),
    autoplay: z.boolean(),
    muted: z.boolean(),
    controls: z.boolean().describe('A visitor can stop it'),
    captions: z.enum(['yes', 'no', 'unknown']),
    poster: z.boolean(),
    blank: z.boolean().describe('Nothing of it is fetched before it is played, and no still is named: an empty box'),
    title: z.string(),
    decorative: z
      .boolean()
      .describe('Plays by itself without controls, or a muted loop that shows no still: background, not content'),
    where: Where,
  })
  .meta({ id: 'Video' })
export type Video = z.infer<typeof Video>

/** Videos on the page: players, frames of video hosts, and previews that load a player when pressed. */
export const videos = defineDetector({
  version: 5,
  reads: 'html',
  schema: z
    .array(Video)
    .describe('Videos on the page: players, frames of video hosts, and previews that load a player when pressed.'),
  detect({ $, base, where, vocabulary }) {
    const tree = treeOf($)
    const found: { element: Element; video: Video }[] = []
    const add = (element: Element, video: Omit<Video, 'where'>): void => {
      const nested = found.some((other) => other.element === element || contains(other.element, element))
      if (!nested && found.length < 100)
        found.push({ element, video: { ...video, where: where(element, video.title) } })
    }
    for (const element of tagged(tree, 'video')) if (hasSource(element)) add(element, ownPlayer(element))
    for (const element of tagged(tree, 'iframe', 'embed', 'object')) addFrame(element, base, add)
    for (const element of tree.elements) {
      const provider = placeholderProvider(element)
      if (provider !== '' && !isShell(element, tree)) add(element, placeholder(element, provider, tree))
    }
    for (const element of tagged(tree, 'a')) {
      const url = previewAddress(element, base)
      if (url) add(element, placeholder(element, providerOf(url) || 'youtube', tree))
    }
    for (const { text, element } of tree.scripts) {
      const id = scriptedPlayer.exec(text)?.[1]
      if (id !== undefined)
        add(tree.byId.get(id) ?? element, placeholder(tree.byId.get(id) ?? element, 'jwplayer', tree))
    }
    if (found.every(({ video }) => video.decorative)) {
      const none = found.length === 0
      for (const element of tagged(tree, 'a', 'button')) {
        if ((none && isNamedOpener(element, tree, vocabulary)) || opensPlayer(element, tree, vocabulary))
          add(element, placeholder(element, 'other', tree))
      }
    }
    const list = found.map(({ video }) => video)
    return list.some((video) => !video.decorative) ? list : [...list, ...described(structuredItems($), where)]
  },
})

/** A player without a source, hidden besides, is a tool of some script. */
function hasSource(element: Element): boolean {
  if (!/display\s*:\s*none/.test(element.attribs['style'] ?? '')) return true
  return 'src' in element.attribs || element.children.some((child) => child.type === 'tag' && child.name === 'source')
}

function contains(outer: Element, inner: Element): boolean {
  for (let node = inner.parent; node; node = node.parent) if (node === outer) return true
  return false
}

function ownPlayer(element: Element): Omit<Video, 'where'> {
  const { attribs } = element
  const autoplay = attribs['autoplay'] !== undefined
  const muted = attribs['muted'] !== undefined
  const scripted = /video-js|vjs-|plyr|mejs|jw-video|wp-video-shortcode|flowplayer/i.test(attribs['class'] ?? '')
  const controls = attribs['controls'] !== undefined || scripted
  const tracks = element.children.filter((child) => child.type === 'tag' && child.name === 'track') as Element[]
  const captions = tracks.some((track) => ['subtitles', 'captions', ''].includes(track.attribs['kind'] ?? ''))
  return {
    provider: 'file',
    autoplay,
    muted,
    controls,
    captions: captions ? 'yes' : scripted || !isLoaded(element) ? 'unknown' : 'no',
    poster: (attribs['poster'] ?? '') !== '',
    blank: isLoaded(element) && isBlank(element) && controls && !autoplay && !scripted,
    title: (attribs['title'] || attribs['aria-label'] || '').slice(0, 200),
    decorative:
      !controls &&
      (autoplay || (attribs['loop'] !== undefined && muted && (!attribs['poster'] || isWithinLink(element)))),
  }
}

/** It names a film; a player without one is filled by a script. */
function isLoaded({ attribs, children }: Element): boolean {
  return (
    (attribs['src'] ?? '') !== '' ||
    children.some((child) => child.type === 'tag' && child.name === 'source' && (child.attribs['src'] ?? '') !== '')
  )
}

/** Neither a still nor a first picture of its own; a picture of the page may lie over it. */
function isBlank(element: Element): boolean {
  const { attribs } = element
  return (attribs['poster'] ?? '') === '' && attribs['preload'] === 'none' && !isDressed(element)
}

function isDressed(element: Element): boolean {
  if (/background/.test(element.attribs['style'] ?? '')) return true
  const parent = element.parent
  return (
    parent?.type === 'tag' &&
    parent.children.some((child) => child.type === 'tag' && /^(?:img|picture|svg|button)$/.test(child.name))
  )
}

/** A silent loop in a link runs while the mouse is over it. */
function isWithinLink(element: Element): boolean {
  for (let node = element.parent; node?.type === 'tag'; node = node.parent) if (node.name === 'a') return true
  return false
}

/** Addresses of a frame: its own, and those that lazy loaders and consent tools keep in attributes of many names. */
function addressesOf({ attribs }: Element): string[] {
  const found = attribs['src'] ? [attribs['src']] : []
  for (const name in attribs) {
    const value = attribs[name]!
    if (name === 'srcdoc') found.push(/(?:https?:)?\/\/[^\s"'<>\\]+/.exec(value)?.[0] ?? '')
    else if (
      name !== 'src' &&
      /src|^data$|^data-(?:url|original|iframe)|^consent-original/.test(name) &&
      value.length < 2000
    )
      found.push(value)
  }
  return found
}

function addFrame(element: Element, base: URL, add: (element: Element, video: Omit<Video, 'where'>) => void): void {
  for (const address of addressesOf(element)) {
    const url = address === '' ? undefined : resolve(address, base)
    const provider = url ? providerOf(url) : ''
    if (!url || provider === '') continue
    const option = (...names: string[]): boolean =>
      names.some((key) => /^(?:1|true|muted)$/.test(url.searchParams.get(key) ?? ''))
    const autoplay = option('autoplay', 'auto_play', 'autoPlay')
    const muted = option('mute', 'muted') || option('background')
    const controls = url.searchParams.get('controls') !== '0' && !option('background')
    add(element, {
      provider,
      autoplay: autoplay || option('background'),
      muted,
      controls,
      captions: option('cc_load_policy') ? 'yes' : 'unknown',
      poster: true,
      blank: false,
      title: (element.attribs['title'] ?? '').slice(0, 200),
      decorative: option('background') || (autoplay && muted && !controls),
    })
    return
  }
}

/** A control of the page that says it plays a video, and whose classes say so too: the player opens in a dialog. */
function opensPlayer(element: Element, tree: Tree, vocabulary: Vocabulary): boolean {
  const { attribs, name } = element
  if (name === 'a' && !/^(?:#|javascript:|$)/i.test(attribs['href'] ?? '')) return false
  if (
    !/(?:^|[\s_-])(?:play|video|video-?btn|play-?btn)(?:$|[\s_-])/i.test(
      `${attribs['class'] ?? ''} ${attribs['data-target'] ?? ''}`,
    )
  )
    return false
  const label = accessibleName(element, tree, 120)
  return label.length < 100 && vocabulary.mentions('cta.watch', label) && vocabulary.mentions('video.noun', label)
}

/** A button of the content whose whole label offers a video, whatever its classes. */
function isNamedOpener(element: Element, tree: Tree, vocabulary: Vocabulary): boolean {
  if (element.name !== 'button') return false
  const region = regionOf(element)
  if (region === 'nav' || region === 'header' || region === 'footer') return false
  return vocabulary.is('video.opener', accessibleName(element, tree, 60))
}

/** `jwplayer('id').setup(…)`: the player's address stands in the script. */
const scriptedPlayer = /\bjwplayer\(\s*["']([\w:.-]+)["']\s*\)\s*\.setup\(/

function placeholder(element: Element, provider: string, tree: Tree): Omit<Video, 'where'> {
  return {
    provider,
    autoplay: false,
    muted: false,
    controls: true,
    captions: 'unknown',
    poster: true,
    blank: false,
    title: (element.attribs['title'] || element.attribs['playlabel'] || accessibleName(element, tree)).slice(0, 200),
    decorative: false,
  }
}

const opener = /popup-|fancybox|lightbox|lity|glightbox|modal|venobox|magnific|mfp-|colorbox|video|play/i

/** A link to a video's page that opens a player in place: around a preview picture, or marked for a lightbox. */
function previewAddress(element: Element, base: URL): URL | undefined {
  const { attribs } = element
  const href = attribs['href'] ?? attribs['data-src'] ?? ''
  if (!/youtu|vimeo|wistia|loom|vidyard/.test(href)) return undefined
  const url = resolve(href, base)
  if (!url || !isVideoPage(url)) return undefined
  const marked = opener.test(attribs['class'] ?? '') || 'data-lity' in attribs || 'data-fancybox' in attribs
  return marked || holdsPicture(element) ? url : undefined
}

function holdsPicture(element: Element): boolean {
  return element.children.some(
    (child) =>
      child.type === 'tag' &&
      (child.name === 'img' ||
        child.name === 'picture' ||
        /background(?:-image)?\s*:/.test(child.attribs['style'] ?? '') ||
        holdsPicture(child)),
  )
}

/** Videos that only structured data tells of: the player is put in by a script. */
function described(items: Item[], where: Locate): Video[] {
  const found: Video[] = []
  for (const item of items) {
    if (!item.types.includes('VideoObject') || found.length === 5) continue
    const address = URL.parse(firstText(item, 'embedUrl') || firstText(item, 'contentUrl'))
    const title = firstText(item, 'name').slice(0, 200)
    found.push({
      provider: (address && (providerOf(address) || bareHost(address))) || 'other',
      autoplay: false,
      muted: false,
      controls: true,
      captions: 'unknown',
      poster: true,
      blank: false,
      title,
      decorative: false,
      where: where(item.element, title),
    })
  }
  return found
}
