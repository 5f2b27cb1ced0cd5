import type { Finding } from './result.ts'
import { linkView, type LinkView } from './link-view.ts'
import type { EvidenceItem, PictureBook, Shot } from './picture-book.ts'
import type { Translator } from './strings.ts'
import { excerpt } from './text.ts'

/** What a rule says to the reader, in another language than English. Keyed by rule in `rules/strings/<lang>.yaml`. */
export interface RuleText {
  title?: string
  why?: string
  fix?: string
  hypothesis?: string
  /** What a page that passes is praised for. */
  praise?: string
}

export interface EvidenceView {
  link: LinkView
  selector: string
  snippet: string
}

/** A picture of evidence with the page that it shows. */
export interface ShotView {
  shot: Shot
  viewport: Shot['viewport']
  link: LinkView
}

/** A finding as a report tells it. */
export interface FindingView {
  id: string
  anchor: string
  number: number
  rule: string
  kind: Finding['kind']
  verdict: Finding['verdict']
  stage: Finding['stage']
  microConversion: string
  title: string
  message: string
  why: string
  fix: string
  fixInShort: string
  hypothesis: string
  metric: string
  severity: Finding['severity']
  effort: Finding['effort']
  evidenceLevel: Finding['evidenceLevel']
  confidence: number
  priority: number
  template: string
  /** Where it was seen, as a sentence and in two words. */
  place: string
  placeShort: string
  gainStage: number
  gainOverall: number
  sources: LinkView[]
  sample: LinkView[]
  evidence: EvidenceView[]
  shots: ShotView[]
  /** Language of the rule's own words, where it is not the report's. */
  textLanguage: string
}

/** Language of rules that were not translated, where it is not the report's; else empty. */
export function ruleLanguage({ locale }: Translator): string {
  return locale.startsWith('en') ? '' : 'en'
}

export interface FindingContext {
  origin: string
  translator: Translator
  ruleTexts: ReadonlyMap<string, RuleText>
  book: PictureBook
}

/** How much of the evidence is told. */
export interface EvidenceBounds {
  evidence: number
  /** Pictures per viewport and finding. */
  shots: number
}

/** Tells a finding of a bounded result. Pictures are taken from the book now: call it in the order of priority. */
export function findingView(
  finding: Finding,
  number: number,
  context: FindingContext,
  bounds: EvidenceBounds,
): FindingView {
  const { origin, translator, ruleTexts } = context
  const translated = ruleTexts.get(finding.rule)
  const { evidence, shots } = evidenceViews(finding.evidence, context, bounds)
  return {
    id: finding.id,
    anchor: `f-${finding.id.replace(/[^\w-]/g, '')}`,
    number,
    rule: finding.rule,
    kind: finding.kind,
    verdict: finding.verdict,
    stage: finding.stage,
    microConversion: finding.microConversion === 'none' ? '' : finding.microConversion,
    title: translated?.title ?? finding.title,
    message: finding.message,
    why: translated?.why ?? finding.why,
    fix: translated?.fix ?? finding.fix,
    fixInShort: firstSentence(translated?.fix ?? finding.fix),
    hypothesis:
      finding.kind === 'friction' || finding.kind === 'opportunity'
        ? (translated?.hypothesis ?? finding.hypothesis)
        : '',
    metric: finding.metric,
    severity: finding.severity,
    effort: finding.effort,
    evidenceLevel: finding.evidenceLevel,
    confidence: finding.confidence,
    priority: Math.round(finding.priority * 100) / 100,
    template: finding.scope === 'site' || finding.scope === 'component' ? '' : excerpt(finding.template, 120),
    ...placeTexts(finding, translator),
    gainStage: finding.gain.stage,
    gainOverall: finding.gain.overall,
    sources: finding.sources.map((source) => linkView(source, '')),
    sample: finding.pages.sample.slice(0, 5).map((url) => linkView(url, origin)),
    evidence,
    shots,
    textLanguage: translated ? '' : ruleLanguage(translator),
  }
}

/** The same element in both viewports is one piece of evidence with two pictures; those of the desktop come first. */
function evidenceViews(
  items: readonly EvidenceItem[],
  { origin, book }: FindingContext,
  bounds: EvidenceBounds,
): { evidence: EvidenceView[]; shots: ShotView[] } {
  const groups = Map.groupBy(items, ({ url, selector, snippet }) => `${url}\n${selector}\n${snippet}`)
  const told = [...groups.values()].slice(0, bounds.evidence)
  const shots = (['desktop', 'mobile'] as const).flatMap((viewport) =>
    told
      .flatMap((group): ShotView[] => {
        const item = group.find((candidate) => candidate.viewport === viewport && candidate.screenshot !== '')
        const shot = item && bounds.shots > 0 ? book.shot(item) : undefined
        return item && shot ? [{ shot, viewport, link: linkView(item.url, origin) }] : []
      })
      .slice(0, bounds.shots),
  )
  const evidence = told.flatMap(([first]) =>
    first ? [{ link: linkView(first.url, origin), selector: first.selector, snippet: first.snippet }] : [],
  )
  return { evidence, shots }
}

function placeTexts({ scope, pages }: Finding, { t }: Translator): { place: string; placeShort: string } {
  const { count, of } = pages
  if (scope === 'site' && count === 0) return { place: t('finding.site'), placeShort: t('finding.siteShort') }
  const pagesShort = t('finding.pages', { count })
  if (scope === 'component') return { place: t('finding.shared', { count }), placeShort: pagesShort }
  if (of <= 1) return { place: t('finding.only'), placeShort: pagesShort }
  if (count === of) return { place: t('finding.allOf', { count }), placeShort: pagesShort }
  return { place: t('finding.pagesOf', { count, of }), placeShort: pagesShort }
}

function firstSentence(text: string): string {
  return excerpt(/^.{20,}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text, 130)
}
