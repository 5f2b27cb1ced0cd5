import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { assertOwnFolder } from '../../src/browser/cache-folder.ts'
import { findBrowser, isSandboxFailure } from '../../src/browser/find-browser.ts'
import { glyphCoverage } from '../../src/browser/glyph-coverage.ts'
import { launchBrowser } from '../../src/browser/launch-browser.ts'
import { UsageError } from '../../src/shared/errors.ts'

const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'stagelight-test-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  vi.unstubAllEnvs()
})

describe('finding a browser', () => {
  it('finds one that starts, draws Latin text and has no shared workers', async () => {
    const found = await findBrowser()
    const browser = await launchBrowser(found)
    try {
      expect(browser.version()).toBe(found.version)
      const page = await browser.newPage()
      expect(await page.evaluate('typeof SharedWorker')).toBe('undefined')
      expect(await glyphCoverage(page)).toMatchObject({ Latin: true })
    } finally {
      await browser.close()
    }
  })

  it('never replaces the one that was asked for by another', async () => {
    const error = await findBrowser({ path: '/no/such/browser' }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(UsageError)
    expect(error).toMatchObject({ code: 'no-browser' })
    expect(String(error)).toContain('/no/such/browser: there is no such file')
  })

  it('takes CHROME_PATH as asked for, and the option before it', async () => {
    vi.stubEnv('STAGELIGHT_BROWSER', '')
    vi.stubEnv('CHROME_PATH', '/from/environment')
    await expect(findBrowser()).rejects.toThrow('/from/environment')
    await expect(findBrowser({ path: '/from/option' })).rejects.toThrow('/from/option')
  })

  it('says so when the file is no browser', async () => {
    const file = join(newFolder(), 'browser')
    writeFileSync(file, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    await expect(findBrowser({ path: file })).rejects.toThrow(/does not start/)
  })

  it("goes without the sandbox only after Chromium's own words about it", () => {
    expect(isSandboxFailure(new Error('FATAL: No usable sandbox! If you are running on Ubuntu'))).toBe(true)
    expect(isSandboxFailure(new Error('Failed to move to new namespace: Operation not permitted'))).toBe(true)
    expect(isSandboxFailure(new Error('error while loading shared libraries: libnss3.so'))).toBe(false)
  })
})

describe('the folder that programs are unpacked into', () => {
  it('is refused when others may write to it', () => {
    const folder = newFolder()
    expect(() => assertOwnFolder(folder)).not.toThrow()
    chmodSync(folder, 0o777)
    expect(() => assertOwnFolder(folder)).toThrow('others may write to it')
  })

  it('is refused when it belongs to another user', () => {
    vi.spyOn(process, 'getuid').mockReturnValue(statSync('/').uid + 12_345)
    expect(() => assertOwnFolder('/')).toThrow('belongs to another user')
    vi.restoreAllMocks()
  })
})
