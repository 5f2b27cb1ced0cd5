// Runs every detector over the dev pages of a folder of labelled pages: exceptions, time against the bare parse, and what
// was right.   node tools/accuracy/run.ts <corpora> [corpus …] [--hand: only hand-labelled pages] [--wrong]
// The models of forms, fields and page shapes were trained on some of these pages, so for them the honest figures are
// those of `tools/models/train.ts`, which never judges a site that it has seen.
import { scorePresence, scorePrimaryCta, type PageLabels } from './labels.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { load as parse } from 'cheerio'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { extractFacts } from '../../src/facts/extract.ts'
import { detectors, factSchemas, type PageFacts } from '../../src/facts/index.ts'
import { parseVendors } from '../../src/facts/vendors/vendors.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'

const [folder, ...only] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
if (!folder) {
  console.error('usage: node tools/accuracy/run.ts <corpora> [corpus …]')
  process.exit(2)
}
const corpora = await import(pathToFileURL(join(folder, 'load.mjs')).href)
const root = new URL('../..', import.meta.url).pathname
const vocabularies = parseVocabularies(await readVocabularyTexts(join(root, 'rules/vocabulary')))
const vendors = parseVendors({
  text: readFileSync(join(root, 'rules/vendors.yaml'), 'utf8'),
  place: 'rules/vendors.yaml',
})

interface HandLabels extends PageLabels {
  id: string
  corpus: string
  page_type: string
  page_type_alt: string | null
  lang: string
  forms: { index: number; purpose: string; fields: number }[]
  newsletter: boolean
  contact_form: boolean
}
const handmade = new Map<string, HandLabels>(
  readFileSync(join(folder, 'labels.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const row = JSON.parse(line)
      return [row.id, row]
    }),
)

const handOnly = process.argv.includes('--hand')
const byHand: { labels: HandLabels; facts: PageFacts }[] = []
const warnings = new Map<string, number>()
const invalid = new Map<string, number>()
const times: { parse: number; facts: number; id: string }[] = []
const tally = new Map<string, { right: number; of: number; wrong: string[] }>()
const presence = new Map<string, { hit: number; extra: number; missed: number; wrong: string[] }>()

function judge(what: string, right: boolean, note: string): void {
  const entry = tally.get(what) ?? { right: 0, of: 0, wrong: [] }
  entry.of += 1
  if (right) entry.right += 1
  else entry.wrong.push(note)
  tally.set(what, entry)
}

function present(what: string, found: boolean, truth: boolean, id: string): void {
  const entry = presence.get(what) ?? { hit: 0, extra: 0, missed: 0, wrong: [] }
  if (found && truth) entry.hit += 1
  else if (found) entry.extra += 1
  else if (truth) entry.missed += 1
  if (found !== truth) entry.wrong.push(`${found ? '+' : '-'}${id}`)
  presence.set(what, entry)
}

for (const corpus of only.length > 0 ? only : corpora.corpora) {
  const started = performance.now()
  let pages = 0
  for (const page of corpora.load(corpus, 'dev')) {
    if (handOnly && !handmade.has(page.id)) continue
    pages += 1
    const before = performance.now()
    parse(page.html)
    const between = performance.now()
    const { facts, warnings: said } = extractFacts({
      url: page.url || 'https://page.invalid/page',
      html: page.html,
      vocabularies,
      vendors,
    })
    times.push({ parse: between - before, facts: performance.now() - between, id: page.id })
    for (const warning of said) warnings.set(warning, (warnings.get(warning) ?? 0) + 1)
    for (const [name, value] of Object.entries(facts)) {
      const checked = factSchemas[name as keyof typeof factSchemas].safeParse(value)
      if (!checked.success)
        invalid.set(
          `${name}: ${checked.error.issues[0]?.path.join('.')} ${checked.error.issues[0]?.message}`,
          (invalid.get(`${name}`) ?? 0) + 1,
        )
    }
    const labels = handmade.get(page.id)
    if (labels) {
      judgeByHand(labels, facts)
      byHand.push({ labels, facts })
    }
    if (corpus === 'wcxb')
      judge(
        'page shape (trained on these)',
        facts.page?.shape === page.labels.page_type,
        `${page.id} ${page.labels.page_type} -> ${facts.page?.shape}`,
      )
  }
  console.log(`${corpus}: ${pages} pages, ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

function judgeByHand(labels: HandLabels, facts: PageFacts): void {
  const type = facts.page?.type ?? 'none'
  judge(
    'page type, hand-labelled',
    type === labels.page_type || type === labels.page_type_alt,
    `${labels.id} ${labels.page_type}/${labels.page_type_alt} -> ${type} ${facts.page?.typeConfidence} (${facts.page?.typeCues.join('; ')}) ${facts.page?.path}`,
  )
  judge(
    'language',
    facts.language?.used === labels.lang,
    `${labels.id} ${labels.lang} -> ${facts.language?.used} (declared ${facts.language?.declared}, detected ${facts.language?.detected})`,
  )
  for (const form of labels.forms) {
    const found = facts.forms?.find((one) => one.index === form.index)
    judge(
      'form purpose, hand-labelled',
      found?.purpose === form.purpose,
      `${labels.id}#${form.index} ${form.purpose} -> ${found?.purpose} ${found?.confidence}`,
    )
    judge(
      'form fields as a person counts',
      found?.visibleFields === form.fields,
      `${labels.id}#${form.index} ${form.fields} -> ${found?.visibleFields} (${found?.fields
        .filter((field) => !field.hidden)
        .map((field) => `${field.purpose}:${field.type}`)
        .join(' ')})`,
    )
  }
  const asks = new Set(facts.forms?.filter((form) => form.fields.length > 0).map((form) => form.purpose))
  present('newsletter', facts.newsletter?.some((offer) => offer.how !== 'link') ?? false, labels.newsletter, labels.id)
  present('contact form', asks.has('contact') || asks.has('quote') || asks.has('demo'), labels.contact_form, labels.id)
}

const sum = (pick: (time: (typeof times)[number]) => number): number =>
  times.reduce((total, time) => total + pick(time), 0)
console.log(
  `\n${times.length} pages, ${Object.keys(detectors).length} facts: parse ${(sum((t) => t.parse) / times.length).toFixed(1)} ms, parse and facts ${(sum((t) => t.facts) / times.length).toFixed(1)} ms a page, ${(sum((t) => t.facts) / sum((t) => t.parse)).toFixed(2)} times the parse`,
)
console.log(
  `slowest: ${times
    .toSorted((a, b) => b.facts - a.facts)
    .slice(0, 3)
    .map((time) => `${time.id} ${time.facts.toFixed(0)} ms (parse ${time.parse.toFixed(0)})`)
    .join(', ')}`,
)
console.log(`warnings: ${warnings.size === 0 ? 'none' : ''}`)
for (const [warning, count] of warnings) console.log(`  ${count} x ${warning}`)
console.log(`values that their schema refuses: ${invalid.size === 0 ? 'none' : ''}`)
for (const [warning, count] of invalid) console.log(`  ${count} x ${warning}`)
for (const [what, { right, of, wrong }] of tally) {
  console.log(`\n${what}: ${right} of ${of}, ${(right / of).toFixed(3)}`)
  if (process.argv.includes('--wrong')) for (const line of wrong) console.log(`  ${line}`)
}
for (const [what, { hit, extra, missed, wrong }] of presence) {
  console.log(
    `\n${what}: precision ${(hit / Math.max(1, hit + extra)).toFixed(3)}, recall ${(hit / Math.max(1, hit + missed)).toFixed(3)} (${hit} found, ${extra} too many, ${missed} missed)  ${process.argv.includes('--wrong') ? wrong.join(' ') : ''}`,
  )
}

if (byHand.length > 0) {
  console.log('\nhand-labelled pages: precision, recall')
  for (const [name, { precision, recall }] of Object.entries(scorePresence(byHand))) {
    console.log(`${name.padEnd(24)}${precision.toFixed(3)}  ${recall.toFixed(3)}`)
  }
  const { pages, text, intent } = scorePrimaryCta(byHand)
  console.log(`main action: text right on ${text} of ${pages}, intent on ${intent}`)
}
