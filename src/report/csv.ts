import type { AuditResult } from './result.ts'
import { cleanBlock, excerpt } from './text.ts'

type Cell = string | number | boolean
type Row = Record<string, Cell>

/** Spreadsheets cut or refuse longer cells. */
const longestCell = 32_000

/** A table as CSV: UTF-8 with a mark that spreadsheets look for, CRLF, every text quoted, no cell that starts a formula. */
export function toCsv(columns: readonly string[], rows: readonly Row[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  return `\uFEFF${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/** The tables of a result: file name → CSV. */
export function resultTables(result: AuditResult): Map<string, string> {
  return new Map([
    ['pages.csv', toCsv(pageColumns, result.pages.map(pageRow))],
    ['findings.csv', toCsv(findingColumns, result.findings.map(findingRow))],
    ['opportunities.csv', toCsv(opportunityColumns, opportunityRows(result))],
    ['experiments.csv', toCsv(experimentColumns, experimentRows(result))],
    ['events.csv', toCsv(eventColumns, eventRows(result))],
  ])
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  const text = excerpt(cleanBlock(cell).replace(/\s*\n\s*/g, ' '), longestCell)
  // Spreadsheets also take full-width signs, and skip blanks and quotes before them.
  const safe =
    /^[\s'"\u00A0\u3000]*[=+\-@|%＝＋－＠]/u.test(text) || text.startsWith('\t') ? `'${text.trimStart()}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

const pageColumns = [
  'url', 'title', 'type', 'type_confidence', 'template', 'host', 'language', 'state', 'outcome', 'reason', 'rendered',
  'depth', 'importance', 'next_steps', 'findings',
] // prettier-ignore

function pageRow(page: AuditResult['pages'][number]): Row {
  return {
    ...pick(page, ['url', 'title', 'type', 'template', 'host', 'language', 'state', 'outcome', 'reason']),
    ...pick(page, ['rendered', 'depth', 'importance', 'findings']),
    type_confidence: page.typeConfidence,
    next_steps: page.nextSteps.map((step) => step.text || step.to).join(' | '),
  }
}

const findingColumns = [
  'id', 'rule', 'kind', 'verdict', 'title', 'message', 'stage', 'micro_conversion', 'severity', 'effort', 'confidence',
  'evidence_level', 'priority', 'scope', 'template', 'pages', 'pages_judged', 'example_page', 'selector', 'why', 'fix',
  'hypothesis', 'metric', 'gain_stage', 'gain_overall', 'sources',
] // prettier-ignore

function findingRow(finding: AuditResult['findings'][number]): Row {
  return {
    ...pick(finding, [
      'id',
      'rule',
      'kind',
      'verdict',
      'title',
      'message',
      'stage',
      'severity',
      'effort',
      'confidence',
    ]),
    ...pick(finding, ['priority', 'scope', 'template', 'why', 'fix', 'hypothesis', 'metric']),
    micro_conversion: finding.microConversion,
    evidence_level: finding.evidenceLevel,
    pages: finding.pages.count,
    pages_judged: finding.pages.of,
    example_page: finding.evidence[0]?.url ?? finding.pages.sample[0] ?? '',
    selector: finding.evidence[0]?.selector ?? '',
    gain_stage: finding.gain.stage,
    gain_overall: finding.gain.overall,
    sources: finding.sources.join(' '),
  }
}

const opportunityColumns = [
  'stage', 'micro_conversion', 'expected', 'status', 'reason', 'tracked', 'offered_at', 'findings', 'gain_stage', 'gain_overall',
] // prettier-ignore

/** One line per step that is missing or harder than it need be, with what mending its findings would gain. */
function opportunityRows({ microConversions, findings }: AuditResult): Row[] {
  return microConversions
    .filter(({ status }) => status === 'missing' || status === 'friction')
    .map((step) => {
      const own = findings.filter(({ microConversion, verdict }) => microConversion === step.id && verdict === 'fail')
      return {
        ...pick(step, ['stage', 'expected', 'status', 'reason', 'tracked']),
        micro_conversion: step.id,
        offered_at: step.instances.map(({ url }) => url).join(' '),
        findings: own.map(({ id }) => id).join(' '),
        gain_stage: Math.max(0, ...own.map(({ gain }) => gain.stage)),
        gain_overall: Math.max(0, ...own.map(({ gain }) => gain.overall)),
      }
    })
}

const experimentColumns = ['finding', 'title', 'hypothesis', 'metric', 'impact', 'confidence', 'ease', 'ice', 'effort', 'example_page'] // prettier-ignore

function experimentRows({ experiments, findings }: AuditResult): Row[] {
  const byId = new Map(findings.map((finding) => [finding.id, finding]))
  return experiments.map(({ finding, hypothesis, metric, ice }) => ({
    finding,
    title: byId.get(finding)?.title ?? '',
    hypothesis,
    metric,
    ...pick(ice, ['impact', 'confidence', 'ease']),
    ice: ice.score,
    effort: byId.get(finding)?.effort ?? '',
    example_page: byId.get(finding)?.pages.sample[0] ?? '',
  }))
}

const eventColumns = ['micro_conversion', 'stage', 'status', 'tracked', 'event', 'offered_at']

function eventRows({ microConversions, tracking }: AuditResult): Row[] {
  const steps = new Map(microConversions.map((step) => [step.id, step]))
  return tracking.plan.map(({ microConversion, event }) => {
    const step = steps.get(microConversion)
    return {
      micro_conversion: microConversion,
      stage: step?.stage ?? '',
      status: step?.status ?? 'unknown',
      tracked: step?.tracked ?? 'unknown',
      event,
      offered_at: step?.instances[0]?.url ?? '',
    }
  })
}

function pick<K extends string>(from: Readonly<Record<K, Cell>>, keys: readonly K[]): Row {
  return Object.fromEntries(keys.map((key) => [key, from[key]]))
}
