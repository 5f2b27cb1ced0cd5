import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
let folder = ''
let site = ''
const server = createServer((request, response) => {
  const path = request.url ?? '/'
  const status = Number(/^\/status\/(\d+)/.exec(path)?.[1] ?? 200)
  if (path === '/robots.txt') return response.writeHead(404).end()
  if (path === '/file.pdf') return response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7')
  return response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><title>Page</title><p>Page')
})
let robotsSite = ''
let nobody = ''
const gone = createServer()
const robotsServer = createServer((request, response) => {
  if (request.url === '/robots.txt')
    return response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /')
  return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Page')
})

async function listen(of: typeof server): Promise<string> {
  await new Promise<void>((resolve) => of.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(of.address() as AddressInfo).port}`
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagelight-cli-'))
  site = await listen(server)
  robotsSite = await listen(robotsServer)
  nobody = await listen(gone)
  await new Promise((resolve) => gone.close(resolve))
})
afterAll(async () => {
  server.close()
  robotsServer.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command line in a folder of its own. */
async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } })
  let out = ''
  let err = ''
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, err }
}

describe('bad input gets one clear message, the right exit code, and leaves nothing behind', () => {
  const cases: [what: string, args: () => string[], code: number, message: RegExp][] = [
    ['no address', () => [], 2, /an address is needed/],
    ['not a URL', () => ['not a url'], 2, /no http or https address/],
    ['a scheme that we do not speak', () => ['ftp://example.test/'], 2, /no http or https address/],
    ['an unknown option', () => [site, '--max-page', '3'], 2, /unknown option '--max-page'/],
    ['a number that is none', () => [site, '--max-pages', 'many'], 2, /whole number/],
    ['no such host', () => ['http://no-such-host.invalid/'], 3, /could not be read: no such host/],
    ['a refused connection', () => [nobody], 3, /could not be read: connection refused/],
    ['a port that browsers refuse', () => ['http://127.0.0.1:6000/'], 3, /could not be read/],
    ['a page that needs a log-in', () => [`${site}/status/401`], 4, /could not be read: .*401/],
    ['a page that is forbidden', () => [`${site}/status/403`], 4, /could not be read: .*403/],
    ['a server error', () => [`${site}/status/500`], 3, /could not be read: .*500/],
    ['a PDF', () => [`${site}/file.pdf`], 3, /could not be read/],
    ['robots.txt that forbids all', () => [robotsSite], 3, /robots/],
    ['a run that is none', () => ['report', join(folder, 'nowhere')], 2, /no run here/],
    ['a config that is not there', () => [site, '--config', 'missing.yaml'], 2, /no such config file/],
    ['an unwritable folder', () => [site, '--output-dir', '/proc/stagelight'], 2, /can't be written/],
  ]
  it.each(cases)('%s', async (_what, args, code, message) => {
    const result = await run(...args(), ...(args().length > 0 && args()[0] !== 'report' ? ['--no-lighthouse'] : []))
    expect(result.err).toMatch(message)
    expect(result.err).not.toMatch(/\n\s+at /)
    expect(result.code).toBe(code)
    expect(existsSync(join(folder, 'stagelight-report', 'latest'))).toBe(false)
  })

  it('a config with a slip: place and hint', async () => {
    await writeFile(join(folder, 'slip.yaml'), 'url: http://127.0.0.1/\nmaxpages: 3\n')
    const result = await run('--config', 'slip.yaml')
    expect(result.err).toContain('slip.yaml:2:1')
    expect(result.err).toContain('Did you mean "maxPages"?')
    expect(result.code).toBe(2)
  })

  it('a setting of the environment with a slip: hint', async () => {
    process.env['STAGELIGHT_MAX_PAGE'] = '3'
    const result = await run(site)
    delete process.env['STAGELIGHT_MAX_PAGE']
    expect(result.err).toContain('STAGELIGHT_MAX_PAGE is no setting of ours')
    expect(result.err).toContain('Did you mean "STAGELIGHT_MAX_PAGES"?')
    expect(result.code).toBe(2)
  })

  it('a rule with a slip: place and hint', async () => {
    const { mkdir } = await import('node:fs/promises')
    await mkdir(join(folder, 'my-rules', 'evaluation'), { recursive: true })
    await writeFile(join(folder, 'my-rules', 'evaluation', 'broken.yaml'), 'id: broken\ntitle: [\n')
    const result = await run('rules', 'check', join(folder, 'my-rules'))
    expect(result.err).toMatch(/evaluation\/broken\.yaml:\d+:\d+/)
    expect(result.code).toBe(2)
  })
})
