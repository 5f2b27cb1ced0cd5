// What detectors see of whole sites as served and as rendered, against what people noted of their pages.
//   node tools/accuracy/sites.ts <truth.json>=<address> … [--wrong]
// Each site must be running at its address. Only loopback addresses are taken: the pages are visited for real.
import { readFileSync } from 'node:fs'
import { findBrowser } from '../../src/browser/find-browser.ts'
import { Config } from '../../src/config/config.ts'
import { openSiteProxy } from '../../src/crawl-site.ts'
import { urlKey } from '../../src/discover/url-identity.ts'
import { extractFacts } from '../../src/facts/extract.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import type { Target } from '../../src/snapshot/schema.ts'
import { openBrowserVisits } from '../../src/visit/browser-visit.ts'
import { httpVisit } from '../../src/visit/http-visit.ts'
import { sameWords } from '../models/cta-samples.ts'
import { presence } from './labels.ts'
import { judgePresence, none, score, type Judged } from './score.ts'
import { printScore } from './print.ts'

/** What was noted of one page of a site. */
interface PageTruth {
  path: string
  page_type: string
  lang: string
  newsletter_form: boolean
  contact_form: { fields: unknown[] } | null
  share_controls: boolean
  og_complete: boolean
  video: boolean
  phone_link: boolean
  email_link: boolean
  whatsapp_link: boolean
  /** Absent where nobody could tell. */
  primary_cta?: string | null
  primary_cta_unverified?: boolean
  status: number
}

const sites = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
if (sites.length === 0) {
  console.error('usage: node tools/accuracy/sites.ts <truth.json>=http://127.0.0.1:<port> … [--wrong]')
  process.exit(2)
}
const config = Config.parse({})
const knowledge = await readKnowledge(config)
const judged: Judged[] = []
let pages = 0
for (const site of sites) {
  const cut = site.lastIndexOf('=')
  const origin = new URL(site.slice(cut + 1))
  if (!/^(?:127\.|localhost$|\[::1\])/.test(origin.hostname)) throw new Error(`${origin.href} is not this machine`)
  const truths = (JSON.parse(readFileSync(site.slice(0, cut), 'utf8')) as { pages: PageTruth[] }).pages
  await judgeSite(origin, truths)
}
console.log(`${sites.length} sites, ${pages} pages, each as served and as rendered`)
for (const [task, answers] of [...Map.groupBy(judged, (one) => one.task)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  printScore(task, score(answers), false)
  if (process.argv.includes('--wrong'))
    for (const { id, truth, guess } of answers.filter((one) => one.truth !== one.guess))
      console.log(`    ${id}: ${truth} → ${guess}`)
}

async function judgeSite(origin: URL, truths: PageTruth[]): Promise<void> {
  await using proxy = await openSiteProxy(origin, config, knowledge)
  await using served = httpVisit({ proxyUrl: proxy.url, userAgent: 'Stagelight', keyOf: (text) => urlKey(text) })
  await using rendered = openBrowserVisits({
    browser: await findBrowser({ path: config.browser }),
    proxy,
    guard: { collectors: knowledge.collectors },
    agentName: 'Stagelight',
    keyOf: (text) => urlKey(text),
  })
  for (const truth of truths.filter(({ status }) => status === 200)) {
    const url = new URL(truth.path, origin).href
    const target = (mode: Target['mode']): Target => ({
      url,
      key: urlKey(url),
      mode,
      generation: 0,
      depth: 0,
      source: 'start',
    })
    const { snapshot: http } = await served(target('http'), AbortSignal.timeout(60_000))
    const { snapshot: browser } = await rendered.visit(target('browser'), AbortSignal.timeout(60_000))
    pages += 1
    for (const [mode, snapshot] of [
      ['as served', http],
      ['rendered', browser],
    ] as const) {
      const { facts } = extractFacts({ snapshot, vocabularies: knowledge.vocabularies, vendors: knowledge.vendors })
      judged.push(...judge(mode, url, truth, facts))
    }
  }
}

function judge(mode: string, id: string, truth: PageTruth, facts: PageFacts): Judged[] {
  const ask = (what: string, expected: boolean, found: boolean): Judged =>
    judgePresence(`${what}, ${mode}`, id, expected, found)
  const points = facts.contactPoints ?? []
  const contact = facts.forms?.filter(({ purpose }) => /^(?:contact|quote|demo)$/.test(purpose)) ?? []
  const primary = facts.ctas?.filter(({ rank }) => rank === 'primary') ?? []
  const { primary_cta: wanted } = truth
  const nothing = 'nothing'
  const text = primary.some((cta) => wanted !== null && wanted !== undefined && sameWords(cta.text, wanted))
    ? 'named'
    : 'another'
  return [
    { task: `page type, ${mode}`, id, truth: truth.page_type, guess: facts.page?.type ?? none },
    { task: `language, ${mode}`, id, truth: truth.lang, guess: facts.language?.used ?? none },
    ask('newsletter', truth.newsletter_form, presence.newsletter(facts)),
    ask('contact form', truth.contact_form !== null, presence.contact_form(facts)),
    ...(truth.contact_form && contact[0]
      ? [
          {
            task: `fields of the contact form, ${mode}`,
            id,
            truth: String(truth.contact_form.fields.length),
            guess: String(contact[0].fields.filter((field) => !field.hidden && !field.honeypot).length),
          },
        ]
      : []),
    ask('share controls', truth.share_controls, presence.share_controls(facts)),
    ask('video', truth.video, presence.video(facts)),
    ask('phone link', truth.phone_link, presence.phone_link(facts)),
    ask(
      'e-mail link',
      truth.email_link,
      points.some(({ kind, callable }) => kind === 'email' && callable),
    ),
    ask(
      'whatsapp link',
      truth.whatsapp_link,
      points.some(({ kind, normalized }) => kind === 'messenger' && /whatsapp|wa\.me/i.test(normalized)),
    ),
    ...(truth.primary_cta_unverified || wanted === undefined
      ? []
      : [
          {
            task: `main action, ${mode}`,
            id: `${id} "${wanted ?? ''}", found "${primary[0]?.text ?? ''}"`,
            truth: wanted === null ? nothing : 'named',
            guess: primary.length === 0 ? nothing : text,
          },
        ]),
  ]
}
