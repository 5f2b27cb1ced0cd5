import type { Socket } from 'node:net'

/**
 * Speaks just enough SOCKS 5 (RFC 1928) to learn where a web socket was to go, and refuses it. Chromium sends web sockets, those of
 * workers too, to the proxy named for `socks`, and nothing else.
 */
export function refuseSocks(socket: Socket, onRefused: (host: string) => void): void {
  let received = Buffer.alloc(0)
  let greeted = false
  socket.setTimeout(5_000, () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    if (received.length > 1_000 || received[0] !== 5) return void socket.destroy()
    if (!greeted) {
      const length = 2 + (received[1] ?? 256)
      if (received.length < length) return
      greeted = true
      received = received.subarray(length)
      socket.write(Buffer.from([5, 0])) // no credentials wanted
    }
    const host = requestedHost(received)
    if (host === undefined) return
    onRefused(host)
    socket.end(Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0])) // not allowed by the ruleset
  })
}

/** `host:port` of a SOCKS 5 request, once all of it is here. */
function requestedHost(bytes: Buffer): string | undefined {
  if (bytes.length < 5) return undefined
  const [start, length] = { 1: [4, 4], 3: [5, bytes[4] ?? 0], 4: [4, 16] }[bytes[3] ?? 0] ?? [4, 0]
  if (start === undefined || length === undefined || bytes.length < start + length + 2) return undefined
  const address = bytes.subarray(start, start + length)
  const port = bytes.readUInt16BE(start + length)
  if (bytes[3] === 3) return `${address.toString('latin1').toLowerCase()}:${port}`
  return bytes[3] === 1 ? `${address.join('.')}:${port}` : `[${address.toString('hex')}]:${port}`
}
