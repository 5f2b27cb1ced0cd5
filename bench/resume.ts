// Kills an audit with SIGKILL at many points of its run, resumes it, and compares the result with that of a run that was
// left alone. `node bench/resume.ts [--points 20] [--url http://…]`; without an address a little site of our own is audited.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  comparableJson,
  killWhen,
  onlyRun,
  progressOf,
  startCli,
  type RunProgress,
} from '../test/sites/audit-process.ts'
import { servePages } from '../test/sites/serve-pages.ts'
import { smallSite } from '../test/sites/small-site.ts'

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '20' },
    url: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const points = Number(values.points)
const site = values.url === undefined ? await servePages(smallSite({ moreArticles: 6 })) : undefined
const url = values.url ?? site?.url ?? ''
const folder = await mkdtemp(join(tmpdir(), 'stagelight-resume-'))
const options = (outputDir: string): string[] => [
  'audit',
  url,
  '--no-lighthouse',
  '--rps',
  '100',
  '--output-dir',
  outputDir,
]

const whole = startCli(options(join(folder, 'whole')))
const { code, seconds, err } = await whole.ended
const expected = await comparableJson(join(folder, 'whole'))
const { visits } = await progressOf(join(folder, 'whole'))
if (code !== 0 || expected === '') throw new Error(`the run to compare with ended with ${code}: ${err}`)
console.log(`uninterrupted: ${seconds.toFixed(1)} s, ${visits} visits`)

/** When to kill: after so many visits and some more milliseconds, to meet the next one under way. The last fifth falls into judging and writing. */
const late = Math.ceil(points / 5)
const moments = Array.from({ length: points }, (_, index) => {
  const isLate = index >= points - late
  const count = Math.floor((visits * index) / (points - late))
  return isLate
    ? {
        what: `${(index - points + late) * 100} ms after the crawl`,
        delayMs: (index - points + late) * 100,
        isFar: ({ crawled }: RunProgress) => crawled > 0,
      }
    : {
        what: `at ${count} of ${visits} visits`,
        delayMs: (index * 137) % 500,
        isFar: (progress: RunProgress) => progress.visits >= count,
      }
})

let wrong = 0
for (const [point, { what, delayMs, isFar }] of moments.entries()) {
  const outputDir = join(folder, `killed-${point}`)
  const killed = await killWhen(startCli(options(outputDir)), outputDir, isFar, delayMs)
  const begun = (await onlyRun(outputDir)) !== undefined
  const resumed = await startCli([...options(outputDir), ...(begun ? ['--resume'] : [])]).ended
  const actual = await comparableJson(outputDir)
  const same = actual === expected
  if (!same) {
    wrong++
    await writeFile(join(folder, `differs-${point}.json`), actual)
    await writeFile(join(folder, 'expected.json'), expected)
  }
  console.log(
    `${String(point + 1).padStart(3)}  ${killed ? 'killed' : 'ended before it was killed'} ${what}; ${begun ? 'resumed' : 'started anew'}: ${resumed.seconds.toFixed(1)} s, exit ${resumed.code}  ${same ? 'same' : `DIFFERENT ${resumed.err.trim()}`}`,
  )
}
await site?.[Symbol.asyncDispose]()
console.log(wrong === 0 ? `all ${points} the same` : `${wrong} of ${points} differ; see ${folder}`)
if (wrong === 0 && !values.keep) await rm(folder, { recursive: true, force: true })
process.exitCode = wrong === 0 ? 0 : 1
