import type { Element } from 'domhandler'
import type { Tree } from '../dom/tree.ts'

/** Classes that builders, consent tools and lazy loaders give to what becomes a player. */
const placeholderClasses: [string, RegExp][] = [
  ['wistia', /(?:^|\s)wistia_embed(?:\s|$)/],
  ['vidyard', /(?:^|\s)vidyard-player-embed(?:\s|$)/],
  ['brightcove', /(?:^|\s)brightcoveexperience(?:\s|$)/i],
  [
    'youtube',
    /(?:^|\s)(?:youtube-player|lite-youtube|rll-youtube-player|lyte-wrapper|youtube-embed-placeholder)(?:\s|$)/,
  ],
  [
    'youtube',
    /(?:^|\s)(?:youtube_player|youtube_lazy|_brlbs-cb-youtube|embed-youtube|epyt-facade|js-lazyYT|lazyYT)(?:\s|$)/,
  ],
  ['vimeo', /(?:^|\s)(?:vimeo_player|_brlbs-cb-vimeo|embed-vimeo)(?:\s|$)/],
  ['dailymotion', /(?:^|\s)dailymotion_player(?:\s|$)/],
  ['elementor', /(?:^|\s)elementor-widget-video(?:\s|$)/],
  ['jwplayer', /(?:^|\s)jwplayer(?:\s|$)/],
  ['drupal', /(?:^|\s)media--type-(?:remote-)?video(?:\s|$)/],
  ['facebook', /(?:^|\s)fb-video(?:\s|$)/],
  ['mediavine', /(?:^|\s)mv-video-target(?:\s|$)/],
  ['squarespace', /(?:^|\s)(?:native-video-player|sqs-video-wrapper)(?:\s|$)/],
  ['other', /(?:^|\s)(?:[\w-]*-)?video-embed(?:\s|$)/],
]
/** Some part of the classes above; asked first, for speed. */
const quick = /video|wistia|vidyard|brightcove|youtube|vimeo|dailymotion|jwplayer|lyte|yt|plyr/i
const placeholderTags = new Map<string, string>(
  Object.entries({
    'lite-youtube': 'youtube',
    'youtube-video': 'youtube',
    'amp-youtube': 'youtube',
    'amp-vimeo': 'vimeo',
    'amp-video': 'file',
    'lite-vimeo': 'vimeo',
    'vimeo-video': 'vimeo',
    'wistia-player': 'wistia',
    'mux-player': 'mux',
    'video-js': 'brightcove',
    'bctv-player': 'brightcove',
  }),
)

/** Where YouTube keeps the preview pictures of its videos. */
const previewHost = /(?:img\.youtube\.com|i\d?\.ytimg\.com)\/vi/i

/** Provider of an element that a script turns into a player; empty for all others. */
export function placeholderProvider(element: Element): string {
  const byTag = placeholderTags.get(element.name)
  if (byTag) return byTag
  const { attribs } = element
  if (previewHost.test(attribs['style'] ?? '')) return 'youtube'
  if (element.name === 'img' && previewHost.test(attribs['src'] ?? attribs['data-src'] ?? '')) return 'youtube'
  if (attribs['data-youtube-id'] || attribs['data-yt-id'] || attribs['data-youtube-code']) return 'youtube'
  if (attribs['data-vimeo-id'] || attribs['data-vimeo-url']) return 'vimeo'
  if (isScriptPlayer(element)) return attribs['data-player'] || attribs['data-account'] ? 'brightcove' : 'other'
  const waiting =
    attribs['data-plyr-provider'] || attribs['data-borlabs-cookie-content-blocker-id'] || attribs['data-service']
  const known = waiting ? /^(?:youtube|vimeo|dailymotion|wistia|html5)\b/.exec(waiting)?.[0] : undefined
  if (known) return known
  const classes = attribs['class']
  if (!classes || element.name === 'script' || !quick.test(classes)) return ''
  return placeholderClasses.find(([, pattern]) => pattern.test(classes))?.[0] ?? ''
}

/** An empty box or a still picture with the number of a video: a script of the site puts its player there. */
function isScriptPlayer({ name, attribs }: Element): boolean {
  if (name !== 'div' && name !== 'figure' && name !== 'section') return false
  const id = attribs['data-video-id'] ?? attribs['data-video'] ?? attribs['data-videoid'] ?? ''
  return id.length > 4 && id.length < 300 && /(?:^|[\s_-])(?:video|player)(?:$|[\s_-])/i.test(attribs['class'] ?? '')
}

/** An empty box that isn't shown and names no video waits for a script that may never give it one. */
export function isShell(element: Element, tree: Tree): boolean {
  if (element.name !== 'div' || !tree.hidden.has(element) || element.children.some((child) => child.type === 'tag'))
    return false
  return !Object.keys(element.attribs).some((name) => name.startsWith('data-'))
}
