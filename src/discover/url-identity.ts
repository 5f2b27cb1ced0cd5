import { getDomain } from 'tldts'
import { compareText } from '../shared/digest.ts'

/** Longest address that we treat as a page's; longer ones come from traps. */
export const addressLimit = 2000

/** Parameters that say where a visitor came from, not which page it is. */
const tracking = new Set(
  (
    'gclid gbraid wbraid dclid gclsrc gad_source gad_campaignid fbclid msclkid yclid ymclid twclid ttclid li_fat_id ' +
    'igshid igsh mc_cid mc_eid _hsenc _hsmi hsctatracking __hstc __hssc __hsfp vero_id vero_conv oly_anon_id oly_enc_id ' +
    '_openstat wickedid rb_clickid s_cid mkt_tok trk trkinfo srsltid _ga _gl epik sc_cid ef_id s_kwcid cmpid ' +
    'phpsessid jsessionid sessionid session_id cfid cftoken zenid oscsid'
  ).split(' '),
)
const trackingPrefixes = ['utm_', 'hsa_', 'pk_', 'piwik_', 'mtm_', 'matomo_', 'aspsessionid']

/** An http(s) address without user name and password; `undefined` for everything else. */
export function parseAddress(href: string, base?: string | URL): URL | undefined {
  const url = URL.parse(href.trim(), base?.toString())
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return undefined
  url.username = ''
  url.password = ''
  return url
}

/** `#/route` and `#!/route`: what old client-rendered sites use in place of a path. */
export function hashRoute(url: URL): string {
  return /^#!?\//.test(url.hash) ? url.hash : ''
}

/** What is requested for a page: the address as it was written, less its fragment. */
export function requestUrl(url: URL, options: { hashRoutes?: boolean } = {}): string {
  const request = new URL(url)
  request.hash = options.hashRoutes ? hashRoute(url) : ''
  return request.href
}

/**
 * The page's identity: two addresses with one key are one page. Only what is sure never to tell pages apart is dropped:
 * case of the host, default port, fragment, tracking parameters, sessions, order of parameters. A closing slash,
 * `index.html`, doubled slashes and the scheme stay; the site itself says (by a redirect or a canonical link) if they mean nothing.
 */
export function urlKey(address: string | URL, options: { hashRoutes?: boolean } = {}): string {
  const url = typeof address === 'string' ? new URL(address) : address
  const path = foldEscapes(url.pathname.replace(/;jsessionid=[^/?#;]*/gi, ''))
  const parameters = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !isTracking(part))
    .map((part) => ({ part: foldEscapes(part), name: part.split('=', 1)[0] ?? '' }))
    .toSorted((a, b) => compareText(a.name, b.name))
    .map(({ part }) => part)
  const query = parameters.length > 0 ? `?${parameters.join('&')}` : ''
  return `${url.protocol}//${url.host}${path}${query}${options.hashRoutes ? hashRoute(url) : ''}`
}

function isTracking(part: string): boolean {
  const [name = '', value = ''] = part.split('=', 2)
  const lower = name.toLowerCase()
  if (tracking.has(lower) || trackingPrefixes.some((prefix) => lower.startsWith(prefix))) return true
  // `sid` is a session in some systems and a story or shop in others: only a random-looking value is a session.
  return lower === 'sid' && value.length >= 9 && /[a-z]/i.test(value) && /\d/.test(value)
}

/** RFC 3986, 6.2.2: escapes of unreserved characters mean the same as the characters; case of the rest means nothing. */
function foldEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escape.toUpperCase()
  })
}

const domains = new Map<string, string>()

/** The part of a host name that one owner registers (`example.co.uk`); the host itself for IP addresses and bare names. */
export function registrableDomain(hostname: string): string {
  const known = domains.get(hostname)
  if (known !== undefined) return known
  if (domains.size > 10_000) domains.clear()
  const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
  domains.set(hostname, domain)
  return domain
}

/** Host with port, less a leading `www.`: `www.example.test` and `example.test` are twins. */
export function bareHost(url: URL): string {
  return url.host.replace(/^www\./, '')
}

/** Both addresses are on one host, or on its `www.` twin. */
export function sameHost(a: URL, b: URL): boolean {
  return bareHost(a) === bareHost(b)
}

/** Both hosts belong to one owner: the host itself or a subdomain of the same registrable domain, on the same port. */
export function sameSite(a: URL, b: URL): boolean {
  if (sameHost(a, b)) return true
  return a.port === b.port && registrableDomain(a.hostname) === registrableDomain(b.hostname)
}
