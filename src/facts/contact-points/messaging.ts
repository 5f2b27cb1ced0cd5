import { accessibleName } from '../dom/accessible-name.ts'
import { isMessenger, resolve } from '../dom/address.ts'
import type { ContactPoint } from '../contact-points.ts'
import type { DetectorInput } from '../detector.ts'
import { samePhone } from './phone-numbers.ts'
import { profileNetwork } from '../share/targets.ts'
import { matchingClasses, tagged, treeOf } from '../dom/tree.ts'
import { vendorMatches } from '../vendors/matches.ts'

const limit = 50

/** Invitations to a room where people of the firm answer. */
const community =
  /^https?:\/\/(?:www\.)?(?:discord\.gg\/\w|discord(?:app)?\.com\/(?:invite|channels)\/\w|join\.slack\.com\/\w|signal\.group\/)/i

/** A chat whose address holds a number that the page shows goes by that number, however the page writes it. */
export function namedByNumber(chats: ContactPoint[], phones: readonly ContactPoint[]): ContactPoint[] {
  return chats.map((chat) => {
    const number = chat.kind === 'messenger' ? (/\d{7,15}/.exec(chat.normalized)?.[0] ?? '') : ''
    const phone = number === '' ? undefined : phones.find(({ normalized }) => samePhone(normalized, number))
    return phone ? { ...chat, normalized: phone.normalized } : chat
  })
}

/** Links that open a messenger, and chats that vendors build in. */
export function messagingPoints(input: DetectorInput<Record<never, never>>): ContactPoint[] {
  const { $, base, where } = input
  const tree = treeOf($)
  const points: ContactPoint[] = []
  for (const element of tagged(tree, 'a', 'area')) {
    const href = (element.attribs['href'] ?? '').trim()
    if (
      !/wa\.me|whatsapp|t\.me|telegram\.me|m\.me|messenger\.com|line\.me|lin\.ee|zalo\.me|signal\.me|signal\.group|discord|join\.slack\.com|^(?:viber|skype|sms|weixin|imessage|tg):/i.test(
        href,
      )
    )
      continue
    const url = resolve(href, base)
    // A Telegram channel to read is a profile, not a chat, unless its name says otherwise.
    if (
      !url ||
      !(isMessenger(url) || community.test(url.href)) ||
      (profileNetwork(url) === 'telegram' && !/bot|support|chat|help/i.test(url.pathname))
    )
      continue
    const normalized = url.href.split('?text=')[0] ?? url.href
    if (points.length === limit || points.some((point) => point.normalized === normalized)) continue
    const label = accessibleName(element, tree, 120)
    points.push({
      kind: 'messenger',
      value: label || href,
      normalized,
      callable: true,
      label,
      state: 'works',
      where: where(element, label),
    })
  }
  const chats = new Set<string>()
  for (const { vendor, element } of vendorMatches(input)) {
    const place = element ?? tree.byTag.get('body')?.[0]
    if (vendor.kind !== 'chat' || vendor.microConversion === 'none' || chats.has(vendor.vendor) || !place) continue
    chats.add(vendor.vendor)
    points.push({
      kind: 'chat',
      value: vendor.vendor,
      normalized: vendor.vendor,
      callable: true,
      label: '',
      state: 'works',
      where: where(place, vendor.vendor),
    })
  }
  if (chats.size === 0) points.push(...chatControls(input))
  return points
}

/** Controls whose whole label offers a chat; the link of an article about chats is none. */
function chatControls({
  $,
  vocabulary,
  vocabularies,
  where,
  base,
  url,
}: DetectorInput<Record<never, never>>): ContactPoint[] {
  const tree = treeOf($)
  const english = vocabularies.of('en')
  const mayChat = matchingClasses(tree, /chat/i)
  for (const [place, element] of tree.elements.entries()) {
    const { name, attribs } = element
    const marked = name === 'div' && (mayChat[tree.classes[place]!] || /chat/i.test(attribs['id'] ?? ''))
    if (name !== 'a' && name !== 'button' && attribs['role'] !== 'button' && !marked) continue
    const label = accessibleName(element, tree, 60)
    if (label === '' || label.length > 40) continue
    const asks = (how: 'is' | 'mentions', topic: string): boolean =>
      vocabulary[how](topic, label) || english[how](topic, label)
    const named = asks('is', 'contact.chat')
    if (!named && !asks('mentions', 'contact.chat-with')) continue
    // One word that leads to another page names a product, a room of a forum, or a text about chats.
    if (name === 'a' && !/\s/.test(label) && !/^(?:#|javascript:|$)/i.test(attribs['href'] ?? '')) continue
    const address = name === 'a' ? resolve(attribs['href'] ?? '', base) : undefined
    if (
      address &&
      /^https?:$/.test(address.protocol) &&
      !(named ? /chat|support|contact/i : /chat|support/i).test(address.href) &&
      address.pathname !== url.pathname
    )
      continue
    return [
      {
        kind: 'chat',
        value: label,
        normalized: label.toLowerCase(),
        callable: true,
        label,
        state: 'works',
        where: where(element, label),
      },
    ]
  }
  return []
}
