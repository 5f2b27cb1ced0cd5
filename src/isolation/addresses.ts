import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Everything that is not the public internet, from the registries of special-purpose addresses (RFC 6890 and after): this host, private and
 * shared networks, loopback, link-local (where clouds keep their metadata), tests, multicast, reserved.
 */
const special = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['168.63.129.16', 32], // a cloud's host agent, at an address that looks public
] as const)
  special.addSubnet(network, prefix, 'ipv4')

/** Only 2000::/3 is in use as public IPv6; these parts of it lead elsewhere. */
const specialV6 = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
] as const)
  specialV6.addSubnet(network, prefix, 'ipv6')

const publicV6 = new BlockList()
publicV6.addSubnet('2000::', 3, 'ipv6')

/** Is this IP address one of the public internet? What is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  const ip = address.replace(/%.*$/, '')
  if (isIPv4(ip)) return !special.check(ip, 'ipv4')
  if (!isIPv6(ip)) return false
  const inner = embeddedV4(ip)
  if (inner) return !special.check(inner, 'ipv4')
  return publicV6.check(ip, 'ipv6') && !specialV6.check(ip, 'ipv6')
}

/**
 * The host of an address as browsers read it: lower case, no brackets, no final dot; decimal, octal and hexadecimal IPv4 in its usual
 * form. Empty when it is no host.
 */
export function canonicalHost(host: string): string {
  if (/[/?#@\\]/.test(host)) return ''
  try {
    const bare = isIPv6(host) ? `[${host}]` : host
    return new URL(`http://${bare}/`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  } catch {
    return ''
  }
}

/** `localhost` and the names under it mean this machine, whatever a name server says. */
export function isLocalhostName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

/** The IPv4 address inside an IPv6 one: mapped, compatible, translated (64:ff9b::/96) or 6to4 (2002::/16). */
function embeddedV4(ip: string): string | undefined {
  const g = groups(ip)
  const low = (high: number, below: number) => [high >> 8, high & 255, below >> 8, below & 255].join('.')
  const zeros = (count: number) => g.slice(0, count).every((group) => group === 0)
  if (zeros(5) && g[5] === 0xffff) return low(g[6]!, g[7]!)
  if (zeros(4) && g[4] === 0xffff && g[5] === 0) return low(g[6]!, g[7]!)
  if (zeros(6) && !(g[6] === 0 && g[7]! <= 1)) return low(g[6]!, g[7]!)
  if (g[0] === 0x64 && g[1] === 0xff9b && g.slice(2, 6).every((group) => group === 0)) return low(g[6]!, g[7]!)
  if (g[0] === 0x2002) return low(g[1]!, g[2]!)
  return undefined
}

/** The eight numbers of a valid IPv6 address. */
function groups(ip: string): number[] {
  const [head = '', tail] = new URL(`http://[${ip.replace(/%.*$/, '')}]/`).hostname.slice(1, -1).split('::')
  const numbers = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const start = numbers(head)
  if (tail === undefined) return start
  const end = numbers(tail)
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end]
}
