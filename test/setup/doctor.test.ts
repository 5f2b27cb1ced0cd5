import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { doctor } from '../../src/commands/doctor.ts'

it('names browser, sandbox, fonts, Node and output folder, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stagelight-test-'))
  try {
    const { text, ok } = await doctor({ outputDir: join(folder, 'reports') })
    expect(ok).toBe(true)
    expect(text).toMatch(/^Node .*\d+\.\d+\.\d+/m)
    expect(text).toMatch(/^Browser .*Chromium \d+/m)
    expect(text).toMatch(/^Sandbox +(on|off, because .+)$/m)
    expect(text).toMatch(/^Picture .*in \d+ ms$/m)
    expect(text).toMatch(/^Fonts .*drawn: Latin/m)
    expect(text).toContain(`${join(folder, 'reports')}: can be written`)
    expect(readdirSync(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('tells what is wrong without a stack trace', async () => {
  const { text, ok } = await doctor({ browser: '/no/such/browser', outputDir: '/dev/null/reports' })
  expect(ok).toBe(false)
  expect(text).toContain('Not ready: see Browser, Output.')
  expect(text).not.toMatch(/^\s+at /m)
})
