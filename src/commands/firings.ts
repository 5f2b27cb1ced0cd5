import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Config } from '../config/config.ts'
import { readKnowledge } from '../knowledge.ts'
import { compareText } from '../shared/digest.ts'
import { UsageError } from '../shared/errors.ts'
import { cardsOf, type Card } from './firings/cards.ts'
import { drawFirings, type Firing } from './firings/firing.ts'
import { openPictureFiles } from './firings/picture-files.ts'
import { assumptions, firingsOfPages } from './firings/saved-pages.ts'
import { renderSheet } from './firings/sheet.ts'
import { readSources } from './firings/sources.ts'
import { firingsOfRuns } from './firings/stored-runs.ts'

export interface FiringsOptions {
  /** Only these rules, with commas between; all when empty. */
  rule?: string | undefined
  /** Decides which firings are drawn; the same seed draws the same. */
  seed?: string | undefined
  /** At most so many a rule. */
  most?: number | undefined
  /** One JSON line a firing, with all that it takes to judge it. */
  json?: boolean | undefined
  /** Write a page to judge on. */
  sheet?: string | undefined
  /** Write pictures (and pages that stand in no file) into this folder. */
  pictures?: string | undefined
  /** Keep facts and copies of runs in this folder for the next call. */
  cache?: string | undefined
}

/**
 * Where rules fire, over saved pages (lists of `{id, url, path}` lines) and stored runs, so that a person can judge them:
 * one a site and template, drawn by a seed. As text, as JSON lines, or as a sheet to judge on.
 */
export async function listFirings(paths: readonly string[], options: FiringsOptions = {}): Promise<string> {
  const { rule = '', seed = '1', most = 20, json = false, sheet, pictures } = options
  const knowledge = await readKnowledge(Config.parse({}))
  const wanted = rule.split(',').filter(Boolean)
  const rules = knowledge.rules.filter(({ rule: { id } }) => wanted.length === 0 || wanted.includes(id))
  const byId = new Map(rules.map((compiled) => [compiled.rule.id, compiled]))
  for (const id of wanted) {
    if (!byId.has(id)) throw new UsageError('bad-option', { place: '--rule', message: `there is no rule "${id}"` })
  }
  const { runs, pages } = await readSources(paths)
  const cache = options.cache ? resolve(options.cache) : await mkdtemp(join(tmpdir(), 'stagelight-firings-'))
  try {
    const [stored, saved] = await Promise.all([
      firingsOfRuns(runs, rules, cache),
      firingsOfPages(pages, rules, knowledge, cache),
    ])
    const firings = [...stored.firings, ...saved]
    const draws = [...byId.keys()].toSorted(compareText).map((id) => {
      const all = firings.filter((firing) => firing.rule === id)
      return { id, all, drawn: drawFirings(all, { seed, most }) }
    })
    const notes = stored.skipped.map((each) => `Not judged: ${each}\n`).join('')
    if (!json && !sheet) {
      return `${pages.length > 0 ? assumptions : ''}${notes}${draws.map(tell).join('')}`
    }
    const folder = resolve(pictures ?? join(cache, 'pages'))
    await mkdir(folder, { recursive: true })
    const sources = { knowledge, rules: byId, folder, cache }
    if (sheet) {
      const cards = await cardsOf(
        draws.flatMap(({ drawn }) => drawn),
        sources,
      )
      await writeFile(sheet, renderSheet(cards, byId))
      if (!json) return `${notes}${cards.length} firings to judge: ${resolve(sheet)}\n`
    }
    await using files = pictures ? openPictureFiles(folder) : undefined
    // What lies in a folder that goes away is no place to look at.
    const isKept = options.cache !== undefined || pictures !== undefined
    const lines: string[] = []
    for (const firing of draws.flatMap(({ drawn }) => drawn)) {
      for (const card of await cardsOf([firing], sources)) {
        const html = isKept || 'file' in firing.from ? card.html : ''
        lines.push(JSON.stringify(lineOf({ ...card, html }, (await files?.write(card)) ?? '')))
      }
    }
    return lines.map((line) => `${line}\n`).join('')
  } finally {
    if (!options.cache) await rm(cache, { recursive: true, force: true })
  }
}

/** A card as somebody reads it who judges in a terminal. */
function lineOf({ firing, picture: _picture, html, ...card }: Card, picture: string): Record<string, unknown> {
  const { key, rule, verdict, site, template, url, message, snippet, pages, sample, assumed } = firing
  return { key, rule, verdict, message, url, site, template, pages, sample, snippet, ...card, assumed, picture, html }
}

function tell({ id, all, drawn }: { id: string; all: readonly Firing[]; drawn: readonly Firing[] }): string {
  const sites = new Set(all.map(({ site }) => site)).size
  const heading = `\n${id}: ${all.length === 0 ? 'nowhere' : `${all.length} times on ${sites} sites; ${drawn.length} shown`}\n`
  return `${heading}${drawn.map(({ url, message, snippet }) => `  ${url}\n    ${message}\n${snippet ? `    ${snippet}\n` : ''}`).join('')}`
}
