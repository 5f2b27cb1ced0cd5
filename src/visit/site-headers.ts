import type { Config } from '../config/config.ts'

/** What the user wants sent with requests to the audited site: only to its own hosts, never to others. */
export function headersFor(
  config: Pick<Config, 'auth' | 'headers' | 'cookies' | 'hosts'>,
  mainHost: string,
): (url: URL) => Record<string, string> {
  const hosts = new Set([mainHost, ...Object.keys(config.hosts)])
  const headers = Object.fromEntries(Object.entries(config.headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (config.auth) headers['authorization'] = `Basic ${Buffer.from(config.auth).toString('base64')}`
  if (config.cookies.length > 0) headers['cookie'] = config.cookies.join('; ')
  return (url) => (hosts.has(url.host) || hosts.has(url.host.replace(/^www\./, '')) ? headers : {})
}
