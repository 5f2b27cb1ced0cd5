import { isTrapAddress } from './traps.ts'
import { bareHost, sameHost, sameSite } from './url-identity.ts'

export const hostRoles = ['main', 'docs', 'help', 'app', 'shop', 'vendor', 'other'] as const
export type HostRole = (typeof hostRoles)[number]

/** Pages looked at on each own subdomain that is not the main host. */
export const subdomainSample = 3
/** Own subdomains that are looked at; some sites have one for each of their customers. */
export const subdomainLimit = 20

/** What the user and the site's own shape allow us to visit. */
export interface ScopeOptions {
  /** The start page, after its redirects: its host is the main host. */
  start: URL
  /** Declared roles by host. */
  hosts?: Readonly<Record<string, HostRole>>
  include?: readonly string[]
  exclude?: readonly string[]
  /** True for links that do something when followed: log out, delete, add to a cart. */
  isUnsafe?: (url: URL, text: string) => boolean
}

/** Why an address is not visited, by itself, whoever links to it. */
export type ScopeReason =
  | 'off-site'
  | 'unsafe'
  | 'file'
  | 'excluded'
  | 'not-included'
  | 'too-long'
  | 'trap-path'
  | 'trap-parameters'

export interface Scope {
  /** Why not to visit an address; `undefined` when nothing speaks against it. */
  refuse(url: URL, link?: { text: string; isDownload: boolean }): ScopeReason | undefined
  roleOf(url: URL): HostRole
  /** The main host, its `www.` twin, or a host declared to be main. */
  isMain(url: URL): boolean
}

const files =
  /\.(?:pdf|docx?|xlsx?|pptx?|od[tspg]|rtf|csv|tsv|txt|md|json|xml|rss|atom|yaml|ya?ml|zip|rar|7z|gz|tgz|bz2|xz|tar|dmg|pkg|exe|msi|apk|deb|rpm|iso|bin|whl|jar|epub|mobi|ics|vcf|mp3|m4a|wav|ogg|flac|mp4|m4v|webm|mov|avi|mkv|jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|heic|psd|ai|eps|css|m?js|map|woff2?|ttf|otf|eot|wasm)$/i

/** Decides what belongs to the audit. Pure: knows addresses, not pages. */
export function createScope(options: ScopeOptions): Scope {
  const { start, hosts = {}, isUnsafe } = options
  const include = (options.include ?? []).map(globToTest)
  const exclude = (options.exclude ?? []).map(globToTest)
  const declared = new Map(
    Object.entries(hosts).map(([host, role]) => [host.toLowerCase().replace(/^www\./, ''), role]),
  )

  function roleOf(url: URL): HostRole {
    const role = declared.get(bareHost(url)) ?? declared.get(url.hostname.replace(/^www\./, ''))
    if (role) return role
    if (sameHost(url, start)) return 'main'
    return sameSite(url, start) ? subdomainRole(url.hostname) : 'other'
  }

  function refuse(url: URL, link?: { text: string; isDownload: boolean }): ScopeReason | undefined {
    const role = roleOf(url)
    const isOurs = role !== 'vendor' && (role === 'main' || sameSite(url, start))
    if (!isOurs) return 'off-site'
    if (isUnsafe?.(url, link?.text ?? '')) return 'unsafe'
    if (files.test(url.pathname) || link?.isDownload) return 'file'
    if (exclude.some((matches) => matches(url))) return 'excluded'
    if (include.length > 0 && !include.some((matches) => matches(url))) return 'not-included'
    return isTrapAddress(url)
  }

  return { refuse, roleOf, isMain: (url) => roleOf(url) === 'main' }
}

const roleByLabel: Record<string, HostRole> = {
  docs: 'docs',
  doc: 'docs',
  developer: 'docs',
  developers: 'docs',
  api: 'docs',
  help: 'help',
  support: 'help',
  kb: 'help',
  app: 'app',
  my: 'app',
  login: 'app',
  account: 'app',
  portal: 'app',
  dashboard: 'app',
  shop: 'shop',
  store: 'shop',
}

function subdomainRole(hostname: string): HostRole {
  return roleByLabel[hostname.split('.')[0] ?? ''] ?? 'other'
}

/**
 * A pattern of the user as a test: `*` is anything within a folder, `**` anything. A pattern with `://` is compared with
 * the whole address, others with the path, and with path and query when the pattern has a `?`.
 */
export function globToTest(pattern: string): (url: URL) => boolean {
  const isWhole = pattern.includes('://')
  const path = isWhole || pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`
  const source = path.replace(/\/\*\*+$|\*+|[^*/]+|\//g, (part) => {
    if (part.startsWith('/**')) return '(?:/.*)?'
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*'
    return part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
  })
  const expression = new RegExp(`^${source}$`)
  const hasQuery = path.includes('?')
  return (url) => {
    const query = hasQuery ? url.search : ''
    return expression.test(isWhole ? `${url.origin}${url.pathname}${query}` : `${url.pathname}${query}`)
  }
}
