import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { accessibleName } from './dom/accessible-name.ts'
import { ownDomain, resolve } from './dom/address.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { networkOfAttribute, sharingGroup } from './share/groups.ts'
import { profilesIn } from './share/profiles.ts'
import { sharerOf } from './share/targets.ts'
import { previewOf, SharePreview } from './share/preview.ts'
import { shareClasses, shareWidget } from './share/widgets.ts'
import { matchingClasses, tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const Share = z
  .object({
    controls: z
      .array(
        z
          .object({
            network: z.string().describe('facebook, x, linkedin, whatsapp, mail, copy-link, native, widget …'),
            where: Where,
          })
          .meta({ id: 'ShareControl' }),
      )
      .describe('Controls that share this page; profile links are not among them'),
    ...SharePreview,
  })
  .meta({ id: 'Share', description: 'How the page can be shared, and what a shared link would show.' })
export type Share = z.infer<typeof Share>

const limit = 60

/** The call that draws a bar of share buttons over the page. */
const drawnLayer = /addthis\.layers\(\s*\{[^;]*['"]?share['"]?\s*:/

/** How the page can be shared, and what a shared link would show. */
export const share = defineDetector({
  version: 5,
  reads: 'html',
  schema: Share,
  detect(input) {
    return { controls: controlsOf(input), ...previewOf(input) }
  },
})

type Input = DetectorInput<Record<never, never>>

function controlsOf(input: Input): Share['controls'] {
  const { $, url, base, where } = input
  const tree = treeOf($)
  const controls: Share['controls'] = []
  const seen = new Set<Element>()
  const add = (element: Element, network: string): void => {
    if (controls.length === limit || seen.has(element)) return
    seen.add(element)
    controls.push({ network, where: where(element, network) })
  }
  for (const element of tagged(tree, 'a', 'button', 'input')) {
    if (element.name === 'input' && !/^(?:button|submit|image)$/i.test(element.attribs['type'] ?? '')) continue
    const network = networkOfLink(element, url, base) || networkOfLabel(element, input)
    if (network !== '') add(element, network)
  }
  const mayShare = matchingClasses(tree, shareClasses)
  for (let place = 0; place < tree.elements.length; place++) {
    const element = tree.elements[place]!
    const network = seen.has(element)
      ? ''
      : shareWidget(element, mayShare[tree.classes[place]!]) || networkOfAttribute(element)
    if (network !== '') add(element, network)
  }
  // Groups are read last: what stands in them and was told apart by itself says more.
  if (controls.length === 0) {
    for (const element of tree.elements)
      for (const control of sharingGroup(element)) add(control.element, control.network)
  }
  const layer = controls.length === 0 ? tree.scripts.find(({ text }) => drawnLayer.test(text)) : undefined
  if (layer) add(layer.element, 'addthis')
  return controls
}

/** The network of a link to a sharing page that shares an address of this site. */
function networkOfLink(element: Element, page: URL, base: URL): string {
  const { attribs } = element
  const raw = attribs['href'] || attribs['data-href'] || attribs['data-url'] || ''
  const scripted = /^(?:#|javascript:|$)/i.test(raw) ? (attribs['onclick'] ?? raw) : ''
  const address = scripted === '' ? raw : (/['"]((?:https?:)?\/\/[^'"]+)/.exec(scripted)?.[1] ?? '')
  if (address === '') return ''
  const url = resolve(address, base)
  if (!url) return ''
  const sharer = sharerOf(url)
  if (sharer) return isOwn(sharer.shared, page) ? sharer.network : ''
  // WordPress's own sharing buttons (Jetpack) call the page itself with ?share=network.
  const jetpack = url.search === '' ? null : url.searchParams.get('share')
  return jetpack && ownDomain(url.hostname) === ownDomain(page.hostname) && /\bshare/.test(attribs['class'] ?? '')
    ? jetpack.replace('jetpack-', '').replace('twitter', 'x')
    : ''
}

/** True unless the shared text names an address of some other site. */
function isOwn(shared: string, page: URL): boolean {
  const address = /(?:https?:)?\/\/([^\s/?#"'<>]+)/i.exec(shared)?.[1]
  if (!address) return true
  const host = address
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
  const own = ownDomain(page.hostname)
  return (
    ownDomain(host) === own ||
    /^(?:localhost|bit\.ly|wp\.me|goo\.gl|fb\.me|ow\.ly|j\.mp)$/.test(host) ||
    !host.includes('.')
  )
}

const networkClass =
  /(?:^|[\s_-])(facebook|fb|twitter|tweet|linkedin|pinterest|whatsapp|telegram|reddit|tumblr|mail|email|vk|xing|copy|native)(?:$|[\s_-])/i
/** A script's function that shares: `shareOnFacebook()`, `FBShare()`. */
const shareCall = /(?:^|[^\w.])\w{0,12}share(?!hold|d\b|point)\w{0,20}\s*\(/i
const shareClass =
  /(?:^|[\s_-])(?:share|sharer|sharing|shares|sharebutton|sharebtn|share-?link|social-?share|socialshare)(?:$|[\s_-])/i

/** A scripted control that says that it shares, by its whole label or by its classes and a network's name. */
function networkOfLabel(element: Element, input: Input): string {
  const { attribs } = element
  const href = attribs['href'] ?? ''
  if (element.name === 'a' && sendsToFriend(element, input)) return 'mail'
  const scripted =
    element.name !== 'a' || /^(?:#|javascript:|$)/i.test(href) || 'data-toggle' in attribs || sameAddress(href, input)
  if (!scripted || isInPlayer(element)) return ''
  const classes = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''} ${attribs['data-network'] ?? ''} ${attribs['data-service'] ?? ''} ${attribs['data-testid'] ?? ''}`
  const byClass = shareClass.test(classes)
  const network = normal(networkClass.exec(classes)?.[1]?.toLowerCase() ?? '')
  if (byClass && network !== '') return network
  const onclick = attribs['onclick'] ?? ''
  if (/navigator\.share\s*\(/.test(onclick)) return 'native'
  const name = accessibleName(element, treeOf(input.$), 80)
  const { vocabulary } = input
  if (shareCall.test(onclick)) return network || normal(networkClass.exec(name.toLowerCase())?.[1] ?? '') || 'native'
  if (name !== '' && name.length < 60) {
    const spoken = normal(networkClass.exec(name.toLowerCase())?.[1] ?? '')
    if (spoken !== '' && vocabulary.mentions('share.words', name)) return spoken
    if (vocabulary.is('share.words', name) || vocabulary.is('cta.share', name)) return network || 'native'
    if (byClass && vocabulary.is('share.copy', name)) return 'copy-link'
    if (byClass && vocabulary.is('share.mail', name)) return 'mail'
  }
  return byClass && shareButton.test(classes) ? 'native' : ''
}

/** What developers call such a form; asked first, since names and addresses take longer. */
const friendly = /friend|mail|send|share|recommend|forward|tell/i

/** A link to a form of this site that mails the page to somebody: its whole label of several words says so. */
function sendsToFriend(link: Element, { $, vocabulary, url, base }: Input): boolean {
  const { attribs } = link
  if (!friendly.test(attribs['href'] ?? '') && !friendly.test(attribs['class'] ?? '')) return false
  const address = resolve(link.attribs['href'] ?? '', base)
  if (!address || ownDomain(address.hostname) !== ownDomain(url.hostname)) return false
  const name = accessibleName(link, treeOf($), 60)
  return name.trim().split(/\s+/).length > 2 && name.length < 40 && vocabulary.is('share.mail', name)
}

const shareButton =
  /(?:^|\s)(?:[\w-]*[-_])?(?:share[-_]?(?:btn|button|link|icon|toggle|trigger)|(?:btn|button|icon|toggle)[-_]share)(?:\s|$)/i

function sameAddress(href: string, { url, base }: Input): boolean {
  return /^https?:/i.test(href) && resolve(href, base)?.href === url.href
}

/** A video player's own way to share its video. */
function isInPlayer(element: Element): boolean {
  for (
    let node: Element | null = element, steps = 0;
    node?.type === 'tag' && steps < 8;
    node = node.parent as Element | null, steps += 1
  ) {
    if (
      node.name === 'video' ||
      /(?:^|[\s_-])(?:video|player|vjs|acv|jwplayer|plyr|pswp|lg-toolbar|fancybox-toolbar|photoswipe)(?:$|[\s_-])/i.test(
        node.attribs['class'] ?? '',
      )
    )
      return true
  }
  return false
}

function normal(network: string): string {
  if (network === 'fb') return 'facebook'
  if (network === 'twitter' || network === 'tweet') return 'x'
  if (network === 'email') return 'mail'
  return network === 'copy' ? 'copy-link' : network
}

export const SocialProfile = z
  .object({ network: z.string(), href: z.string(), where: Where })
  .meta({ id: 'SocialProfile' })
export type SocialProfile = z.infer<typeof SocialProfile>

/** Links to profiles that look like the firm's own: in header or footer, icons standing together, or a network's box. */
export const socialProfiles = defineDetector({
  version: 2,
  reads: 'html',
  schema: z
    .array(SocialProfile)
    .describe(
      'Links to profiles that look like the firm’s own: in header or footer, icons standing together, or a network’s box.',
    ),
  detect({ $, base, vocabulary, where }) {
    const tree = treeOf($)
    const candidates = profilesIn(tree, base)
    const profiles: SocialProfile[] = []
    const seen = new Set<string>()
    for (const { element, network, href, text, boxed } of candidates) {
      if (seen.has(href) || profiles.length === limit) continue
      const place = where(element, network)
      const framed =
        place.region === 'header' || place.region === 'footer' || place.region === 'aside' || place.region === 'nav'
      const iconic =
        text.length < 25 &&
        (text === '' || bare(text).includes(bare(network)) || vocabulary.mentions('share.follow', text))
      const grouped = candidates.some((other) => other.network !== network && standTogether(other.element, element))
      if (!boxed && !framed && ((!iconic && !grouped) || standsInProse(element, vocabulary))) continue
      seen.add(href)
      profiles.push({ network, href, where: place })
    }
    return profiles
  },
})

/** A link in the middle of a sentence names somebody's profile, mostly not the firm's. */
function standsInProse(link: Element, vocabulary: Input['vocabulary']): boolean {
  let block = link.parent
  while (block?.type === 'tag' && /^(?:em|strong|small|span|b|i|u|font)$/.test(block.name)) block = block.parent
  if (block?.type !== 'tag' || (block.name !== 'p' && block.name !== 'blockquote')) return false
  const text = readableText(block as Element, { limit: 400 })
  return text.length > 140 && !vocabulary.mentions('share.follow', text)
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '')
}

function standTogether(first: Element, second: Element): boolean {
  const near = (element: Element): unknown[] => [element.parent, element.parent?.parent, element.parent?.parent?.parent]
  const others = new Set(near(first).filter(Boolean))
  return near(second).some((node) => others.has(node))
}
