import { besideFigures } from '../snapshot/lab.ts'
import { metricText } from './coded-texts.ts'
import { ruleLanguage, type RuleText } from './finding-view.ts'
import { linkView, type LinkView } from './link-view.ts'
import type { AuditResult } from './result.ts'
import type { Translator } from './strings.ts'

/** One measured page. */
export interface LabRow {
  link: LinkView
  device: string
  error: string
  performance: number
  measured: boolean
  metrics: { name: string; value: string }[]
  runs: number
}

/** What follows from the figures of some pages. */
export interface LabAdvice {
  title: string
  message: string
  why: string
  fix: string
  links: LinkView[]
  /** Language of the rule's own words, where it is not the report's. */
  textLanguage: string
}

/** The figures, and what rules say of them. */
export function labView(
  { measurements, site }: Pick<AuditResult, 'measurements' | 'site'>,
  translator: Translator,
  ruleTexts: ReadonlyMap<string, RuleText>,
): { lab: LabRow[]; labAdvice: LabAdvice[] } {
  return {
    lab: measurements.lighthouse.map(({ url, performance, metrics, device, error, runs }) => ({
      device,
      error,
      runs,
      link: linkView(url, site.origin),
      performance: performance ?? 0,
      measured: performance !== null,
      metrics: Object.entries(metrics)
        .filter(([name]) => !besideFigures.has(name))
        .map(([name, value]) => ({ name, value: metricText(name, value, translator) })),
    })),
    labAdvice: (measurements.findings ?? []).map(({ rule, title, message, why, fix, urls }) => {
      const translated = ruleTexts.get(rule)
      return {
        title: translated?.title ?? title,
        message,
        why: translated?.why ?? why,
        fix: translated?.fix ?? fix,
        links: urls.map((url) => linkView(url, site.origin)),
        textLanguage: translated ? '' : ruleLanguage(translator),
      }
    }),
  }
}
