import { lookup } from 'node:dns/promises'
import { canonicalHost, isLocalhostName, isPublicAddress } from './addresses.ts'
import type { Collectors } from './collectors.ts'

/** Why the proxy did not let something out. */
export type RefusalReason = 'private-network' | 'collector' | 'write' | 'websocket' | 'not-tls' | 'offline'

/** What the proxy asks before it opens a connection. */
export interface GateRequest {
  host: string
  port: number
  /** `CONNECT` for a tunnel. */
  method: string
  /** The whole address, where it can be seen. */
  url: string
}

/** Either the very address to connect to, or why not. `host` is `name:port`. */
export type Way =
  | { host: string; address: string; port: number }
  | { host: string; refused: RefusalReason | 'unresolved' }

/** Decides where a request may go. */
export interface Gate {
  check(request: GateRequest): Promise<Way>
}

interface GateOptions {
  collectors: Collectors
  allowPrivate: readonly string[]
  allowWrites?: readonly string[]
  neverWrite?: ((url: URL) => boolean) | undefined
  only?: readonly string[] | undefined
  mapHost?: Readonly<Record<string, string>>
}

/** Resolves a name itself and hands back the address that it checked, so that a second answer of the name server can't matter. */
export function createGate({
  collectors,
  allowPrivate,
  allowWrites = [],
  neverWrite,
  only,
  mapHost = {},
}: GateOptions): Gate {
  const allowed = new Set(allowPrivate.map((place) => place.toLowerCase()))
  return {
    async check({ host: rawHost, port, method, url }) {
      const name = canonicalHost(rawHost)
      const host = `${name.includes(':') ? `[${name}]` : name}:${port}`
      if (name === '' || !(port > 0 && port < 65_536)) return { host, refused: 'unresolved' }
      if (only && !only.includes(host)) return { host, refused: 'offline' }
      if (collectors.matchesHost(name) || (url !== '' && collectors.matchesUrl(url)))
        return { host, refused: 'collector' }
      const isRead = method === 'GET' || method === 'HEAD' || method === 'CONNECT'
      const isOrder = (): boolean => URL.canParse(url) && neverWrite?.(new URL(url)) === true
      if (!isRead && (!mayWrite(allowWrites, name, host) || isOrder())) return { host, refused: 'write' }

      const mapped = mapHost[host] ?? mapHost[name]
      if (mapped !== undefined) {
        const [, place = mapped, mappedPort] = /^(.*?)(?::(\d+))?$/.exec(mapped) ?? []
        const [address] = await resolve(canonicalHost(place))
        return address === undefined
          ? { host, refused: 'unresolved' }
          : { host, address, port: mappedPort === undefined ? port : Number(mappedPort) }
      }

      const addresses = await resolve(name)
      if (addresses.length === 0) return { host, refused: 'unresolved' }
      const address = allowed.has(host) ? addresses[0] : addresses.find(isPublicAddress)
      return address === undefined ? { host, refused: 'private-network' } : { host, address, port }
    },
  }
}

/** Is this host among those that the owner allowed to write to? Entries are `host` or `host:port`. */
export function mayWrite(allowWrites: readonly string[], name: string, host: string): boolean {
  return allowWrites.includes(name) || allowWrites.includes(host)
}

async function resolve(name: string): Promise<string[]> {
  if (isLocalhostName(name)) return ['127.0.0.1']
  try {
    const found = await lookup(name, { all: true, order: 'ipv4first' })
    return found.map(({ address }) => address)
  } catch {
    return []
  }
}
