import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditQuietly } from './audit-small-site.ts'
import { smallSite } from './small-site.ts'

let url = ''
/** Gives phones pages without the sign-up form. */
const server = createServer((request, response) => {
  const isPhone = /Mobile|iPhone|Android/.test(request.headers['user-agent'] ?? '')
  const pages = smallSite(isPhone ? { without: ['newsletter'] } : {})
  const html = pages.get(new URL(request.url ?? '/', 'http://localhost').pathname)
  response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(html)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

it('a site that gives phones other pages is looked at as a phone, too', { timeout: 200_000 }, async () => {
  const { run, findings } = await auditQuietly(url, { profile: ['publisher'] })
  expect(run.notes.filter((note) => note.startsWith('phone-differs'))).toContain('phone-differs /')
  expect(findings.map(({ rule }) => rule)).toContain('newsletter-not-on-articles')
})
