import type { Proxy } from './proxy.ts'

/**
 * Flags that every browser of ours is started with, so that nothing gets past the proxy: loopback goes through it too, names are
 * resolved only by it, web sockets end in a trap, and there are no shared workers and no direct UDP.
 */
export function isolationFlags(proxy: Pick<Proxy, 'url' | 'socketTrap'>): string[] {
  const host = new URL(proxy.url).host
  return [
    `--proxy-server=http=${host};https=${host};socks=socks5://${proxy.socketTrap}`,
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--disable-shared-workers',
    // The headless shell heeds the first of these names, a full browser the second.
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-quic',
    '--no-pings',
    '--disable-domain-reliability',
  ]
}
