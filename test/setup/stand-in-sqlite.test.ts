import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unpackEmbeddedChromium } from '../../src/browser/embedded-chromium.ts'
import { findBrowser } from '../../src/browser/find-browser.ts'
import { launchBrowser } from '../../src/browser/launch-browser.ts'
import { sqliteFileName, standInSqlite } from '../../src/browser/stand-in-sqlite.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../isolation/fixtures', name))
const embedded = await unpackEmbeddedChromium(() => {})

// Not on other systems: the package holds a browser for this one only. Here it must be there.
describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the stand-in for SQLite, where a system has none',
  () => {
    it('has every name that the certificate library of this version asks for', () => {
      const library = readFileSync(join(dirname(embedded!.path), 'lib/libsoftokn3.so'), 'latin1')
      const wanted = [...new Set(library.match(/(?<=\0)sqlite3_\w+(?=\0)/g))]
      expect(wanted).toContain('sqlite3_open_v2')
      const given = standInSqlite().toString('latin1')
      expect(wanted.filter((name) => !given.includes(`\0${name}\0`))).toEqual([])
    })

    it('lets the embedded browser open an HTTPS page', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'stagelight-test-'))
      writeFileSync(join(folder, sqliteFileName), standInSqlite())
      const server = createServer(
        { key: fixture('self-signed-key.pem'), cert: fixture('self-signed-cert.pem') },
        (_request, response) => response.end('<title>secure</title>'),
      )
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const env = { ...embedded!.env, LD_LIBRARY_PATH: `${join(dirname(embedded!.path), 'lib')}:${folder}` }
      const { sandbox } = await findBrowser()
      const browser = await launchBrowser({ path: embedded!.path, env, sandbox })
      try {
        const page = await browser.newPage({ ignoreHTTPSErrors: true })
        await page.goto(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)
        expect(await page.title()).toBe('secure')
      } finally {
        await browser.close()
        server.close()
        rmSync(folder, { recursive: true })
      }
    })
  },
)
