import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServedSite extends AsyncDisposable {
  url: string
  /** Method and path of every request, in order of arrival. */
  requests: string[]
  /** Replaces what is served from now on. */
  show(pages: ReadonlyMap<string, string>): void
}

/** Serves pages by path on a free port of 127.0.0.1; anything else is 404. `delayMs` is asked for each request. */
export async function servePages(
  pages: ReadonlyMap<string, string>,
  options: { port?: number; delayMs?: () => number } = {},
): Promise<ServedSite> {
  let shown = pages
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const html = shown.get(new URL(request.url ?? '/', 'http://localhost').pathname)
    const answer = (): void => {
      response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(html ?? '<!doctype html><title>Not found</title><h1>Not found</h1>')
    }
    const delay = options.delayMs?.() ?? 0
    if (delay > 0) setTimeout(answer, delay)
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    show(next) {
      shown = next
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
