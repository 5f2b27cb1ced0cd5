import { stableJson } from '../shared/digest.ts'
import { AuditResult } from './result.ts'

/** Objects whose keys come from data; the schema can't order them. */
const records = new Set(['limits', 'inputs', 'metrics', 'timings', 'requests', 'browser', 'storeBytes', 'events'])

/** `audit.json`: the full result, keys in the order of the contract, so that equal results have equal bytes. */
export function resultJson(result: AuditResult): string {
  const ordered = AuditResult.parse(result)
  const text = JSON.stringify(
    ordered,
    (key, value: unknown) => (records.has(key) ? (JSON.parse(stableJson(value)) as unknown) : value),
    2,
  )
  return `${text}\n`
}
