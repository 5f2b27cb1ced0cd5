import type { Element } from 'domhandler'

const networks: [pattern: RegExp, network: string][] = [
  [/(?:^|[\s_-])(?:facebook|fb)(?:$|[\s_-])|[a-z]Facebook(?:$|[A-Z\s_-])/, 'facebook'],
  [/(?:^|[\s_-])(?:twitter|tweet|x-twitter|twtr)(?:$|[\s_-])|[a-z]Twitter(?:$|[A-Z\s_-])/, 'x'],
  [/(?:^|[\s_-])linkedin(?:$|[\s_-])|[a-z]Linked[Ii]n(?:$|[A-Z\s_-])/, 'linkedin'],
  [/(?:^|[\s_-])(?:pinterest|pinit)(?:$|[\s_-])|[a-z]Pinterest(?:$|[A-Z\s_-])/, 'pinterest'],
  [/(?:^|[\s_-])whatsapp(?:$|[\s_-])|[a-z]Whats[Aa]pp(?:$|[A-Z\s_-])/, 'whatsapp'],
  [/(?:^|[\s_-])telegram(?:$|[\s_-])/, 'telegram'],
  [/(?:^|[\s_-])reddit(?:$|[\s_-])/, 'reddit'],
  [/(?:^|[\s_-])tumblr(?:$|[\s_-])/, 'tumblr'],
  [/(?:^|[\s_-])(?:vk|vkontakte)(?:$|[\s_-])/, 'vk'],
  [/(?:^|[\s_-])xing(?:$|[\s_-])/, 'xing'],
  [/(?:^|[\s_-])kakao(?:talk|story)?(?:$|[\s_-])/, 'kakao'],
]

/** The network that classes or a value name, in lower case as this project spells it; empty when they name none. */
function networkNamed(text: string): string {
  return networks.find(([pattern]) => pattern.test(text))?.[1] ?? ''
}

/** Attributes in which scripts for sharing keep the network or the address of its sharing page. */
const attributes = [
  'data-share',
  'data-sharer',
  'data-share-site',
  'data-share-network',
  'data-share-url',
  'data-share-type',
]

/** The network of an element that a script shares by, told by an attribute that is made for it. */
export function networkOfAttribute({ attribs }: Element): string {
  for (const name of attributes) {
    const value = attribs[name]
    if (!value || value.length > 200) continue
    const named =
      networkNamed(value.toLowerCase()) ||
      /(?:^|\.)(facebook|twitter|linkedin|pinterest|whatsapp|telegram|reddit)\./.exec(value)?.[1]
    if (named) return named === 'twitter' ? 'x' : named
  }
  return ''
}

const group =
  /(?:^|[\s_-])(?:(?:article|post|entry|meta|page|story|product|social|content)[_-]{1,2}shar(?:e|es|ing)|shar(?:e|ing)[_-]{1,2}(?:buttons?|btns?|bar|links?|icons?|list|tools?|box|widget|menu|options?|container)|sharing)(?:$|[\s_-])/i

const quick = /shar/i

/**
 * Controls of a group that is named for sharing: two or more elements each named for a network, none of them a link to
 * another site, so that a script must share by them.
 */
export function sharingGroup(element: Element): { element: Element; network: string }[] {
  const { attribs, name } = element
  if (name !== 'sharing' && !quick.test(attribs['class'] ?? '') && !quick.test(attribs['id'] ?? '')) return []
  const marks = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`
  if (name === 'a' || name === 'body' || (name !== 'sharing' && (marks.length > 300 || !group.test(marks)))) return []
  const found: { element: Element; network: string }[] = []
  collect(element, 0, found)
  return new Set(found.map(({ network }) => network)).size > 1 ? found : []
}

function collect(element: Element, depth: number, found: { element: Element; network: string }[]): void {
  for (const child of element.children) {
    if (child.type !== 'tag' || depth > 6 || found.length > 20) continue
    if (child.name === 'a' && /^(?:https?:)?\/\//i.test(child.attribs['href'] ?? '')) continue
    const network = networkNamed(`${child.attribs['class'] ?? ''} ${child.attribs['data-type'] ?? ''}`)
    if (network === '') collect(child, depth + 1, found)
    else if (!holdsLink(child, 0)) found.push({ element: child, network })
  }
}

function holdsLink(element: Element, depth: number): boolean {
  return element.children.some(
    (child) =>
      child.type === 'tag' &&
      ((child.name === 'a' && /^(?:https?:)?\/\//i.test(child.attribs['href'] ?? '')) ||
        (depth < 6 && holdsLink(child, depth + 1))),
  )
}
