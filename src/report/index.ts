import type { TemplateLayer } from '../config/report-templates.ts'
import { brandLogo, loadBrand } from './brand.ts'
import { resultTables } from './csv.ts'
import type { RuleText } from './finding-view.ts'
import { compilePage } from './html.ts'
import { resultJson } from './json.ts'
import { maskResult } from './masking.ts'
import type { StoredPicture } from './picture-book.ts'
import type { AuditResult } from './result.ts'
import { createTranslator, loadStrings } from './strings.ts'
import { bounds, buildView, type Bounds, type Variant, type ViewInput } from './view.ts'

export type { StoredPicture } from './picture-book.ts'
export type { RuleText } from './finding-view.ts'
export { reportLocales } from './strings.ts'

/** A file that belongs into the run's folder. */
export interface ReportFile {
  file: string
  bytes: Uint8Array
}

export interface ReportInput {
  result: AuditResult
  /** By key: the pictures that evidence points to (`pictureKeys`), as far as there are any. */
  pictures: ReadonlyMap<string, StoredPicture>
  /** What `readReportTemplate` read. */
  template: readonly TemplateLayer[]
  /** Language of the report; English where it has no sentence. */
  locale: string
  /** What rules say in that language, by rule id. */
  ruleTexts?: ReadonlyMap<string, RuleText>
}

export type Format = 'html' | 'json' | 'csv'

/** From a result to the files of a format. Pure: equal input, equal bytes. */
export type Renderer = (input: ReportInput) => ReportFile[]

export const renderers = {
  html: (input) => [page(input, 'client', 'report'), page(input, 'worklist', 'worklist')],
  json: ({ result }) => [textFile('audit.json', resultJson(result))],
  csv: ({ result }) => [...resultTables(result)].map(([file, text]) => textFile(file, text)),
} satisfies Record<Format, Renderer>

/** Renders the formats asked for. Secrets are masked here, once, for all of them. */
export function renderReport(input: ReportInput, formats: readonly Format[] = ['html', 'json', 'csv']): ReportFile[] {
  const masked = { ...input, result: maskResult(input.result) }
  return formats.flatMap((format) => renderers[format](masked))
}

/** Keys of the pictures that reports may show, most important first: what to fetch before rendering. */
export function pictureKeys({ findings, journey }: AuditResult): string[] {
  const keys = [
    ...findings.flatMap(({ evidence }) => evidence.map(({ screenshot }) => screenshot)),
    ...(journey.declared ?? []).flatMap(({ steps }) => steps.map(({ evidence }) => evidence.screenshot)),
  ]
  return [...new Set(keys.filter((key) => key !== ''))]
}

/** A report is sent by e-mail and opened on phones. */
const mostBytes = { client: 1_950_000, worklist: 8_000_000 } satisfies Record<Variant, number>

function page(input: ReportInput, variant: Variant, name: string): ReportFile {
  const { template, locale, ruleTexts = new Map<string, RuleText>() } = input
  const brand = loadBrand(template)
  const translator = createTranslator(locale, loadStrings(template, locale), { brand: brand.name })
  const render = compilePage(name, { layers: template, brand, logo: brandLogo(brand, template) ?? '', translator })
  const view: ViewInput = { result: input.result, pictures: input.pictures, translator, ruleTexts }
  let limit: Bounds = bounds[variant]
  for (;;) {
    const file = textFile(`${name}.html`, render(buildView(view, variant, limit)))
    const over = file.bytes.length - mostBytes[variant]
    const tighter = over > 0 ? tighten(limit, over) : undefined
    if (tighter === undefined) return file
    limit = tighter
  }
}

/** First fewer pictures, then fewer rows and findings; undefined when nothing is left to take away. */
function tighten(limit: Bounds, over: number): Bounds | undefined {
  if (limit.pictureBytes > 0) return { ...limit, pictureBytes: Math.max(0, limit.pictureBytes - over - 20_000) }
  if (limit.rows > 100) return { ...limit, rows: Math.floor(limit.rows / 2) }
  if (limit.findings > 40) return { ...limit, findings: Math.floor(limit.findings / 2) }
  return undefined
}

function textFile(file: string, text: string): ReportFile {
  return { file, bytes: new TextEncoder().encode(text) }
}
