import { parse } from 'yaml'
import { z } from 'zod'

const File = z.strictObject({
  vendors: z.array(
    z.strictObject({
      name: z.string(),
      hosts: z.array(z.string()).default([]),
      urls: z.array(z.string()).default([]),
      anywhere: z.array(z.string().startsWith('/')).default([]),
    }),
  ),
})

/** Knows the addresses to which analytics, advertising and session-recording tools send what they saw. */
export interface Collectors {
  /** What it was read from, to hand to another process. */
  readonly source: string
  /** Patterns for the DevTools protocol's `Fetch.enable`: they catch all of them over HTTPS, and a few more. */
  readonly urlPatterns: readonly string[]
  /** A host that only collects: refused whole. */
  matchesHost(host: string): boolean
  /** An address that only collects. */
  matchesUrl(url: string): boolean
}

/** Reads `rules/collectors.yaml`. Throws zod's or yaml's error on a file that is not of that shape. */
export function parseCollectors(text: string): Collectors {
  const { vendors } = File.parse(parse(text))
  const hosts = new Set(vendors.flatMap((vendor) => vendor.hosts))
  const urls = vendors.flatMap((vendor) => vendor.urls)
  const anywhere = vendors.flatMap((vendor) => vendor.anywhere)
  const expression = [...urls.map(globSource), ...anywhere.map((path) => `[^?]*${globSource(path)}`)].join('|')
  const url = new RegExp(`^(?:${expression})$`)
  return {
    source: text,
    urlPatterns: [
      ...[...hosts].flatMap((host) => [`https://${host}/*`, `https://*.${host}/*`]),
      ...urls.map((glob) => `https://${escapeMark(glob)}`),
      ...anywhere.map((path) => `*${escapeMark(path)}`),
    ],
    matchesHost: (host) => ancestors(host).some((name) => hosts.has(name)),
    matchesUrl(address) {
      if (!URL.canParse(address)) return false
      const { hostname, host, pathname, search } = new URL(address)
      if (ancestors(hostname).some((name) => hosts.has(name))) return true
      return url.test((host + pathname + search).slice(0, comparedLength))
    },
  }
}

/** What tells a collector is near the front; tracking addresses of 50 KB are not worth a long look. */
const comparedLength = 500

/** `a.b.c` → `a.b.c`, `b.c`, `c`. */
function ancestors(host: string): string[] {
  const labels = host.split('.')
  return labels.map((_, at) => labels.slice(at).join('.'))
}

/** In the protocol's patterns a bare `?` is any one character. */
function escapeMark(glob: string): string {
  return glob.replaceAll('?', '\\?')
}

/** `*` becomes "anything"; these patterns are ours, few and short, and what they are compared with is cut. */
function globSource(glob: string): string {
  return glob
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
}
