import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit } from '../../src/audit.ts'
import type { ConfigInput } from '../../src/config/config.ts'
import type { AuditResult } from '../../src/report/result.ts'

/** Audits a local site without Lighthouse into a folder that is removed again. */
export async function auditQuietly(url: string, config: ConfigInput = {}): Promise<AuditResult> {
  const outputDir = await mkdtemp(join(tmpdir(), 'stagelight-test-'))
  try {
    return await audit({ url, outputDir, lighthouse: false, rps: 100, maxTime: 240, profile: ['saas'], ...config })
  } finally {
    await rm(outputDir, { recursive: true, force: true })
  }
}

/** A result without what may differ between two runs. */
export function comparable({ run: _run, measurements: _measurements, ...rest }: AuditResult): unknown {
  return rest
}
