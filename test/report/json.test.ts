import { expect, test } from 'vitest'
import { resultJson } from '../../src/report/json.ts'
import { maskResult } from '../../src/report/masking.ts'
import { AuditResult } from '../../src/report/result.ts'
import { sampleResult } from './sample-result.ts'

test('what is written reads back as the same result', () => {
  const result = maskResult(sampleResult({ hostile: true, findings: 30, pages: 50 }))
  expect(AuditResult.parse(JSON.parse(resultJson(result)))).toEqual(AuditResult.parse(result))
})

test('equal results have equal bytes, whatever order their keys came in', () => {
  const result = sampleResult()
  const shuffled = JSON.parse(JSON.stringify(result, reversed)) as AuditResult // the same result by construction
  expect(Object.keys(shuffled)[0]).not.toBe(Object.keys(result)[0])
  expect(resultJson(shuffled)).toBe(resultJson(result))
  expect(resultJson(result).startsWith('{\n  "schemaVersion": ')).toBe(true)
})

function reversed(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toReversed())
}
