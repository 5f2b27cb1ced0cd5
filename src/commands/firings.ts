import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { runEvaluate } from '../audit.ts'
import { Config } from '../config/config.ts'
import { urlKey } from '../discover/url-identity.ts'
import { extractFacts } from '../facts/extract.ts'
import { importanceOf } from '../journey/importance.ts'
import { buildLinkGraph } from '../journey/link-graph.ts'
import { guessProfile, guessTrade } from '../journey/profile.ts'
import type { SeenPage } from '../journey/seen-page.ts'
import { siteFactsOf } from '../journey/site.ts'
import { summarize } from '../journey/summaries.ts'
import { readKnowledge, type Knowledge } from '../knowledge.ts'
import { judgePage } from '../rules/judge.ts'
import { compareText, digest } from '../shared/digest.ts'
import { UsageError } from '../shared/errors.ts'
import { runFileName } from '../store/run-folder.ts'

/** One place where a rule said that something is wrong. */
export interface Firing {
  rule: string
  /** Host of a run, or of a saved page's address. */
  site: string
  template: string
  url: string
  message: string
  snippet: string
}

export interface FiringsOptions {
  /** Only this rule; all when empty. */
  rule?: string | undefined
  /** Decides which firings are drawn; the same seed draws the same. */
  seed?: string | undefined
  /** At most so many a rule. */
  most?: number | undefined
}

const assumptions =
  'Saved pages are judged one by one as if each were rendered and a site of its own: the profile is guessed from the page,\n' +
  'nothing is known of layout or of other pages, and rules about the whole site are silent.\n'

/**
 * Where rules fire, over saved pages (lists of `{id, url, path}` lines) and stored runs, so that a person can judge them:
 * one a site and template, drawn by a seed.
 */
export async function listFirings(paths: readonly string[], options: FiringsOptions = {}): Promise<string> {
  const knowledge = await readKnowledge(Config.parse({}))
  const known = knowledge.rules.map(({ rule }) => rule.id)
  if (options.rule && !known.includes(options.rule)) {
    throw new UsageError('bad-option', { place: '--rule', message: `there is no rule "${options.rule}"` })
  }
  const sources = (await Promise.all(paths.map((path) => findSources(resolve(path))))).flat().toSorted(compareText)
  if (sources.length === 0) {
    throw new UsageError('bad-option', {
      place: paths.join(' '),
      message: 'holds neither a list of saved pages (.jsonl) nor a run',
      hint: 'Give a .jsonl file, the folder of a run, or a folder with several of them.',
    })
  }
  const firings: Firing[] = []
  for (const source of sources) {
    firings.push(...(source.endsWith('.jsonl') ? await ofSavedPages(source, knowledge) : await ofRun(source)))
  }
  const heading = sources.some((source) => source.endsWith('.jsonl')) ? assumptions : ''
  const rules = options.rule ? [options.rule] : known.toSorted(compareText)
  return `${heading}${rules.map((rule) => tell(rule, firings, options)).join('')}`
}

/** Runs and lists below a path, at most four folders down. */
async function findSources(path: string, depth = 4): Promise<string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return []
  if (!found.isDirectory()) return path.endsWith('.jsonl') ? [path] : []
  if (existsSync(join(path, runFileName))) return [path]
  if (depth === 0) return []
  const entries = await readdir(path, { withFileTypes: true })
  // `latest` is a link to a run that is listed anyway.
  const inside = entries.filter((entry) => !entry.isSymbolicLink()).map(({ name }) => join(path, name))
  return (await Promise.all(inside.map((each) => findSources(each, depth - 1)))).flat()
}

/** A stored run, judged with today's rules. Each finding is one firing: what is folded is told to a client once. */
async function ofRun(folder: string): Promise<Firing[]> {
  const { result } = await runEvaluate(folder)
  return result.findings.map(({ rule, template, message, evidence, pages }) => ({
    rule,
    site: result.site.origin,
    template,
    url: evidence[0]?.url || pages.sample[0] || result.site.origin,
    message,
    snippet: evidence[0]?.snippet ?? '',
  }))
}

async function ofSavedPages(list: string, knowledge: Knowledge): Promise<Firing[]> {
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  const firings: Firing[] = []
  for (const [index, line] of lines.entries()) {
    const { url, path } = JSON.parse(line) as { url?: string; path?: string }
    if (!path || !url || !URL.canParse(url)) {
      throw new UsageError('bad-option', { place: `${list}:${index + 1}`, message: 'needs "url" and "path"' })
    }
    const html = await readFile(resolve(dirname(list), path), 'utf8')
    firings.push(...judgeAlone(url, html, knowledge))
  }
  return firings
}

function judgeAlone(url: string, html: string, knowledge: Knowledge): Firing[] {
  const { vocabularies, vendors, expectations, journey } = knowledge
  const { facts } = extractFacts({ url, html, vocabularies, vendors })
  const keyOf = (text: string): string => urlKey(text)
  const { host, origin } = new URL(url)
  const page: SeenPage = { key: keyOf(url), url, facts, rendered: true, depth: 0, host, hostRole: 'main', template: '' }
  const pages = [page]
  const graph = buildLinkGraph(pages, keyOf)
  const { profiles } = guessProfile(pages, [], journey, vocabularies)
  const summaries = summarize(pages, graph, importanceOf(pages, graph, new Set(), journey), keyOf)
    // Where its links lead is not known, so it is not called a dead end.
    .map((summary) => ({ ...summary, deadEnd: false }))
  const site = siteFactsOf({
    origin,
    pages,
    summaries,
    failed: [],
    graph,
    profiles,
    trade: guessTrade(pages, undefined, journey, profiles, vocabularies),
    consideration: 'unknown',
    sitemap: new Set(),
    absenceBlockers: ['only one page was saved'],
  })
  const context = { profiles, trade: site.trade, expectations, languages: vocabularies.languages }
  return judgePage(knowledge.rules, { ...page, facts: { ...facts, journey: summaries[0], site } }, context)
    .filter(({ state }) => state === 'fail')
    .map(({ rule, message, evidence }) => ({
      rule,
      site: host,
      template: '',
      url,
      message: evidence[0]?.message ?? message,
      snippet: evidence[0]?.snippet ?? '',
    }))
}

function tell(rule: string, firings: readonly Firing[], { seed = '1', most = 20 }: FiringsOptions): string {
  const all = firings.filter((firing) => firing.rule === rule)
  const lot = ({ url, snippet }: Firing): string => digest([seed, rule, url, snippet].join('\n'), 16)
  const drawn = all.toSorted((a, b) => compareText(lot(a), lot(b)))
  const perPlace = [
    ...new Map(drawn.toReversed().map((firing) => [`${firing.site} ${firing.template}`, firing])).values(),
  ]
  const shown = perPlace.toReversed().slice(0, most)
  const sites = new Set(all.map(({ site }) => site)).size
  const heading = `\n${rule}: ${all.length === 0 ? 'nowhere' : `${all.length} times on ${sites} sites; ${shown.length} shown`}\n`
  return `${heading}${shown.map(({ url, message, snippet }) => `  ${url}\n    ${message}\n${snippet ? `    ${snippet}\n` : ''}`).join('')}`
}
