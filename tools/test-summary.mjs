// The two closing lines of .ci/run, from the JSON that vitest wrote: vitest's own, and a plain one for machines.
import { readFileSync } from 'node:fs'
import process from 'node:process'

const text = readFileSync(process.argv[2], 'utf8')
if (text === '') {
  console.log('The tests did not run to their end.')
  console.log('0 passed, 1 failed')
  process.exit(1)
}
const results = JSON.parse(text)
const passed = results.numPassedTests
const skipped = results.numPendingTests + results.numTodoTests
// A file that can't be read has no tests to fail; it counts as one.
const brokenFiles = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
const failed = results.numFailedTests + brokenFiles.length

const parts = [failed && `${failed} failed`, passed && `${passed} passed`, skipped && `${skipped} skipped`].filter(
  Boolean,
)
console.log(`Tests  ${parts.join(' | ')} (${failed + passed + skipped})`)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 || passed === 0 || !results.success ? 1 : 0
