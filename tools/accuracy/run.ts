// How well the detectors see, on a folder of labelled pages: precision, recall and F1 of each class, means, who is taken for
// whom, time beside the bare parse; against what we aim at and against the figures last accepted (tools/accuracy/accepted.json).
//   npm run accuracy -- <corpora> [corpus …] [--split dev] [--json accuracy.json] [--accept]
//     --wrong           list each wrong answer
//     --hand            only pages with hand-made labels, and no cross-validation
//     --labels <file>   hand-made labels in place of <corpora>/labels.jsonl, in the same form
// Forms, fields and page shapes of the dev split have trained our models: there the answers are those of models that did not
// see the site (cross-validation). Of any other split they are what ships.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { acceptedOf, changesSince, isFall, type Accepted } from './compare.ts'
import type { CrossValidated, TestedModel } from './cross-validate.ts'
import type { PagesRead, ReadPages } from './read-pages.ts'
import { models } from '../models/models.ts'
import { score, type Judged, type Score } from './score.ts'
import { figuresPage } from './figures-page.ts'
import { printPages, printScore, printTargets } from './print.ts'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: 'dev' },
    json: { type: 'string', default: 'accuracy.json' },
    labels: { type: 'string', multiple: true, default: [] },
    accept: { type: 'boolean', default: false },
    hand: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
  },
})
const [folder, ...only] = positionals
if (!folder || !existsSync(join(folder, 'load.mjs'))) {
  console.error('usage: npm run accuracy -- <folder of corpora, with its load.mjs> [corpus …]')
  process.exit(2)
}
const isTrainedOn = flags.split === 'dev'
const workers = 2
const labelFiles =
  flags.labels.length > 0 ? flags.labels : [join(folder, 'labels.jsonl')].filter((file) => existsSync(file))
const parts = Array.from({ length: workers }, (_, share) =>
  run<PagesRead>('./read-pages.ts', {
    folder,
    split: flags.split,
    only,
    handOnly: flags.hand,
    labelFiles,
    share,
    of: workers,
  } satisfies ReadPages),
)
const read = await Promise.all(parts)
// After the pages, so that their times are not those of a busier machine.
const tested: TestedModel[][] = [['field'], ['form', 'page', 'cta']]
const validated = await Promise.all(
  tested
    .map((models) => models.filter((model) => isTrainedOn && !flags.hand && isAskedFor(model)))
    .filter((models) => models.length > 0)
    .map((models) => run<CrossValidated[]>('./cross-validate.ts', { folder, models })),
)
const heldOutTasks = new Set([...validated.flat().map(({ task }) => task), 'field purpose, all'])

const judged = answersOf(
  read.flatMap((part) => part.judged),
  validated.flat(),
)
const scores: Record<string, Score> = Object.fromEntries(
  [...Map.groupBy(judged, ({ task }) => task)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([task, answers]) => [task, score(answers)]),
)
printPages(read)
for (const [task, figures] of Object.entries(scores)) {
  printScore(task, figures, isTrainedOn && !flags.hand && heldOutTasks.has(task))
  if (flags.wrong) {
    for (const { id, truth, guess, note = '' } of judged.filter((one) => one.task === task && one.truth !== one.guess))
      console.log(`    ${id}: ${truth} → ${guess} ${note}`)
  }
}
printTargets(scores)
writeFileSync(flags.json, `${JSON.stringify({ split: flags.split, scores }, undefined, 1)}\n`)
console.log(`\nwritten: ${flags.json}`)
process.exitCode = held() ? 0 : 1

/** Compares with the accepted figures, or replaces them; false when what counts has fallen. */
function held(): boolean {
  const path = new URL('accepted.json', import.meta.url).pathname
  const now = acceptedOf(scores)
  if (flags.accept) {
    writeFileSync(path, `${JSON.stringify(now, undefined, 1)}\n`)
    const sum = (pick: (part: PagesRead) => number): number => read.reduce((total, part) => total + pick(part), 0)
    const times = sum((part) => part.facts) / sum((part) => part.parse)
    writeFileSync(
      new URL('../../docs/accuracy.md', import.meta.url),
      figuresPage(
        scores,
        sum((part) => part.pages),
        times,
      ),
    )
    console.log('these figures are the accepted ones from now on; docs/accuracy.md holds them')
    return true
  }
  if (flags.split !== 'dev' || flags.hand || flags.labels.length > 0 || !existsSync(path)) return true
  const { changes, notCompared } = changesSince(JSON.parse(readFileSync(path, 'utf8')) as Accepted, now)
  console.log(`\nagainst the accepted figures: ${changes.length === 0 ? 'no change' : ''}`)
  for (const change of changes) {
    const { task, figure, before, now: value } = change
    console.log(
      `  ${isFall(change) ? 'WORSE ' : '      '}${task}: ${figure} ${before.toFixed(3)} → ${value.toFixed(3)}`,
    )
  }
  if (notCompared.length > 0) console.log(`  not compared, as the pages differ: ${notCompared.join('; ')}`)
  return !changes.some(isFall)
}

/** The pipeline's answers, with those of models that did not see the site in the place of those that did. */
function answersOf(pipeline: Judged[], crossValidated: CrossValidated[]): Judged[] {
  const unseen = new Map(crossValidated.map((answer) => [`${answer.task} ${answer.id}`, answer]))
  const answers = pipeline
    // The page type is made of the shape; with a shape that was learned it would flatter.
    .filter(({ task }) => !(isTrainedOn && (task === 'page type as a shape, wcxb' || (flags.hand && isModelled(task)))))
    .map((answer) => unseen.get(`${answer.task} ${answer.id}`) ?? answer)
  const fields = answers
    .filter(({ task }) => task.startsWith('field purpose'))
    .map((answer) => ({ ...answer, task: 'field purpose, all' }))
  return [...answers, ...fields]
}

/** Whether pages that a model is tested on are among those wanted. */
function isAskedFor(model: TestedModel): boolean {
  return only.length === 0 || (model !== 'cta' && models[model].testedOn.some((corpus) => only.includes(corpus)))
}

function isModelled(task: string): boolean {
  return /^(?:form purpose, formasaurus|field purpose|page shape)/.test(task)
}

function run<Answer>(file: string, workerData: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Samples of ten thousand fields with their words take more than a thread has by itself.
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 8000 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
