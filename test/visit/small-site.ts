import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'

/** What a path answers: a page as text, or a handler that does as it likes. */
export type Answers = Record<string, string | ((request: IncomingMessage, response: ServerResponse) => void)>

export interface SmallSite extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  origin: string
  host: string
  port: number
  /** `METHOD /path` in order. */
  seen: string[]
  answers: Answers
}

/** A site of a few pages on a free port of this machine, reachable as 127.0.0.1 and as localhost. */
export async function startSmallSite(answers: Answers): Promise<SmallSite> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    seen.push(`${request.method} ${request.url}`)
    const answer = answers[path]
    if (answer === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>nothing here</h1>')
    else if (typeof answer === 'string')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer)
    else answer(request, response)
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    port,
    seen,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
