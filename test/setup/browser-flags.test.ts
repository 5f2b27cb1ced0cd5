import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { browserFlags } from '../../src/browser/browser-flags.ts'

describe('browser flags', () => {
  it('repeat every feature that the installed Playwright disables, since ours replace them', () => {
    const folder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
    const source = readFileSync(join(folder, 'lib/server/electron/loader.js'), 'utf8')
    const list = /disabledFeatures = \[([^\]]+)\]/.exec(source)?.[1] ?? ''
    const theirs = [...list.matchAll(/"(\w+)"/g)].map((match) => match[1])
    expect(theirs).toContain('HttpsUpgrades')
    const ours = browserFlags({ sandbox: true }).find((flag) => flag.startsWith('--disable-features='))
    expect(ours?.split(/[=,]/)).toEqual(expect.arrayContaining(theirs))
  })

  it('turn shared workers off', () => {
    expect(browserFlags({ sandbox: true })).toContain('--disable-shared-workers')
  })

  it('drop the sandbox only when told', () => {
    expect(browserFlags({ sandbox: true })).not.toContain('--no-sandbox')
    expect(browserFlags({ sandbox: false })).toContain('--no-sandbox')
  })

  it('send loopback through the proxy too', () => {
    const flags = browserFlags({ sandbox: true, proxyUrl: 'http://127.0.0.1:9' })
    expect(flags).toEqual(
      expect.arrayContaining(['--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>']),
    )
  })
})
