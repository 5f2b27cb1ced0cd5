import { getDomain } from 'tldts'

/** Kinds of addresses that a link can lead to. */
export type AddressKind =
  | 'internal'
  | 'own-host'
  | 'external'
  | 'same-page'
  | 'phone'
  | 'mail'
  | 'messenger'
  | 'file'
  | 'script'

const files =
  /\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|csv|zip|rar|7z|gz|tgz|dmg|pkg|exe|msi|apk|deb|rpm|epub|mobi|ics|vcf|mp3|mp4|mov|avi)$/i

/** An absolute address, or undefined for what is none. */
export function resolve(href: string, base: URL): URL | undefined {
  if (base !== lastBase) {
    lastBase = base
    const known = resolved.get(base)
    if (known) lastResolved = known
    else resolved.set(base, (lastResolved = new Map()))
  }
  const known = lastResolved.get(href)
  if (known !== undefined || lastResolved.has(href)) return known
  const url = URL.parse(href.trim(), base.href) ?? undefined
  if (href.length < 500 && lastResolved.size < 5000) lastResolved.set(href, url)
  return url
}

/** What was resolved on a page, by base: each detector that cares for links asks about all of them. */
const resolved = new WeakMap<URL, Map<string, URL | undefined>>()
let lastBase: URL | undefined
let lastResolved = new Map<string, URL | undefined>()

/** Host without a leading `www.`. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^www\d?\./, '')
}

const domains = new Map<string, string>()

/** The part of a host that one owner registers: `shop.example.co.uk` and `example.co.uk` share it. */
export function ownDomain(hostname: string): string {
  const known = domains.get(hostname)
  if (known !== undefined) return known
  if (domains.size > 5000) domains.clear()
  const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
  domains.set(hostname, domain)
  return domain
}

/** True for addresses that open a chat with somebody in a messenger; sharing through one is something else. */
export function isMessenger(url: URL): boolean {
  const host = bareHost(url)
  const path = url.pathname
  if (url.protocol === 'sms:') return /\d{3}/.test(url.pathname)
  if (['viber:', 'skype:', 'weixin:', 'imessage:'].includes(url.protocol)) return true
  if (url.protocol === 'whatsapp:') return url.searchParams.has('phone')
  if (url.protocol === 'tg:') return url.searchParams.has('domain') || url.searchParams.has('phone')
  if (host === 'wa.me') return /^\/(?:\+?\d{6,}|message\/|qr\/)/.test(path)
  if (host === 'api.whatsapp.com' || host === 'web.whatsapp.com') {
    return (url.searchParams.get('phone') ?? '') !== '' || path.startsWith('/message/')
  }
  if (host === 't.me' || host === 'telegram.me') return path.length > 1 && !path.startsWith('/share')
  if (host === 'm.me') return path.length > 1
  if (host === 'messenger.com') return path.startsWith('/t/')
  if (host === 'line.me') return /^\/(?:R\/)?(?:ti|oaMessage)\//.test(path)
  if (host === 'lin.ee' || host === 'zalo.me' || host === 'signal.me') return true
  return false
}

/** What the address itself says about where a link leads. */
export function addressKind(url: URL, page: URL): AddressKind {
  if (url.protocol === 'tel:' || url.protocol === 'callto:') return 'phone'
  if (url.protocol === 'mailto:') return 'mail'
  if (isMessenger(url)) return 'messenger'
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return url.protocol === 'blob:' || url.protocol === 'data:' ? 'file' : 'script'
  }
  if (url.hash !== '' && withoutHash(url) === withoutHash(page)) return 'same-page'
  if (files.test(url.pathname)) return 'file'
  const host = bareHost(url)
  const own = bareHost(page)
  if (host === own) return 'internal'
  return ownDomain(host) === ownDomain(own) ? 'own-host' : 'external'
}

function withoutHash(url: URL): string {
  return bareHost(url) + url.port + url.pathname + url.search
}
