import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { HtmlValidate } from 'html-validate'
import { describe, expect, test } from 'vitest'
import { readReportTemplate, type TemplateLayer } from '../../src/config/report-templates.ts'
import { renderReport, type ReportInput } from '../../src/report/index.ts'
import { hostile, sampleResult, samplePictures, type SampleOptions } from './sample-result.ts'

const folder = fileURLToPath(new URL('../../report-templates/default', import.meta.url))
const template = await readReportTemplate([folder])
const picture = new Uint8Array(60_000).fill(7)

function render(options: SampleOptions, more: Partial<ReportInput> = {}): { report: string; worklist: string } {
  const input = {
    result: sampleResult(options),
    pictures: samplePictures(() => picture),
    template,
    locale: 'en',
    ...more,
  }
  const [report, worklist] = renderReport(input, ['html']).map(({ bytes }) => new TextDecoder().decode(bytes))
  return { report: report ?? '', worklist: worklist ?? '' }
}

const shapes: [string, SampleOptions][] = [
  ['as usual', {}],
  ['hostile', { hostile: true, findings: 40, pages: 60 }],
  ['nothing found, nothing scored, one page', { findings: 0, pages: 1, stages: 'unscored' }],
  ['one stage unscored', { findings: 3, pages: 12, stages: 'one-unscored' }],
  ['5,000 pages, 500 findings', { findings: 500, pages: 5000 }],
  ['5,000 hostile pages', { findings: 500, pages: 5000, hostile: true }],
]

describe.each(shapes)('a report: %s', (_name, options) => {
  const { report, worklist } = render(options)

  test.each([
    ['report', report],
    ['worklist', worklist],
  ])('%s is valid HTML', async (_file, html) => {
    const validator = new HtmlValidate({
      root: true,
      extends: ['html-validate:recommended'],
      // The first two are matters of taste; titles hold the name of the site, which may be long.
      rules: { 'no-trailing-whitespace': 'off', 'void-style': 'off', 'long-title': 'off' },
    })
    const parsed = await validator.validateString(withoutRepeats(html))
    expect(
      parsed.results.flatMap(({ messages }) =>
        messages.map(({ ruleId, line, message }) => `${ruleId} ${line} ${message}`),
      ),
    ).toEqual([])
  })

  test('stays under 2 MB, and every count is still true', () => {
    expect(new TextEncoder().encode(report).length).toBeLessThan(2_000_000)
    const failed = sampleResult(options).findings.filter(({ verdict }) => verdict === 'fail').length
    if (failed > 1) expect(report).toContain(`We found ${failed} things`)
    expect(report.match(/<article class="finding"/g)?.length ?? 0).toBe(Math.min(10, failed))
  })

  test('holds no script but its own, and opens nothing but http(s)', () => {
    for (const html of [report, worklist]) {
      expect(html.match(/<script/g)).toHaveLength(1)
      expect(html).not.toMatch(/(?:href|src)="(?!https?:|#|data:image\/)/)
      expect(html).not.toMatch(/\son\w+\s*=\s*(?:"|window)(?![^<]*<\/)/)
      // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(html).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/)
      expect(html).not.toContain('Jane Doe')
    }
  })

  test('what waits for review is in the worklist only', () => {
    const review = sampleResult(options).findings.filter(({ verdict }) => verdict === 'review')
    for (const { id } of review.slice(0, 20)) {
      expect(worklist).toContain(id)
      expect(report).not.toContain(id)
    }
    expect(options.findings === 40 ? review.length : 1).toBeGreaterThan(0)
  })
})

describe('a report', () => {
  test('is the same for the same input', () => {
    expect(render({})).toEqual(render({}))
  })

  test('holds each picture once, however many places it shows', () => {
    const { report } = render({})
    const embedded = report.match(/<image id="pic-\d+"/g)?.length ?? 0
    const shown = report.match(/<use href="#pic-\d+"/g)?.length ?? 0
    expect(embedded).toBe(8)
    expect(shown).toBe(20)
  })

  test('gives up pictures before it grows too large', () => {
    const { report } = render({}, { pictures: samplePictures(() => new Uint8Array(400_000)) })
    expect(report.match(/<image id="pic-\d+"/g)).toHaveLength(1)
    expect(new TextEncoder().encode(report).length).toBeLessThan(2_000_000)
  })

  test('that something is likely missing is no headline', () => {
    const result = sampleResult()
    const summary = (html: string) => html.slice(html.indexOf('id="summary"'), html.indexOf('id="findings"'))
    const title = 'Readers of the guides cannot subscribe'
    expect(summary(render({}).report)).toContain(title)
    const doubtful = { ...result, findings: result.findings.map((finding) => ({ ...finding, confidence: 0.7 })) }
    expect(summary(render({}, { result: doubtful }).report)).not.toContain(title)
    const unseen = { ...result, coverage: { ...result.coverage, absenceJudgeable: false } }
    expect(summary(render({}, { result: unseen }).report)).not.toContain(title)
  })

  test('speaks German throughout, and marks rule texts that do not', () => {
    const { report, worklist } = render({}, { locale: 'de' })
    expect(report).toContain('<html lang="de">')
    expect(report).toContain('Woran sich Arbeit lohnt')
    expect(report).toMatch(/<h4 [^>]*lang="en"/)
    expect(worklist).toContain('Arbeitsliste')
    const ruleTexts = new Map([['dead-link', { title: 'Ein Link im Fuß führt ins Leere' }]])
    expect(render({}, { locale: 'de', ruleTexts }).report).toContain('Ein Link im Fuß führt ins Leere')
  })

  test('carries the brand of a client and no other name', () => {
    const brand: TemplateLayer = {
      folder: 'agency',
      texts: new Map([
        ['brand.yaml', 'name: Agency & Sons\naccent: "#ffd400"\nlogo: logo.svg\n'],
        ['partials/footer.hbs', '<footer>{{brand.name}} was here</footer>'],
      ]),
      pictures: new Map([['logo.svg', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')]]),
    }
    const { report, worklist } = render({}, { template: [...template, brand] })
    for (const html of [report, worklist]) {
      expect(html).toContain('Agency &amp; Sons was here')
      expect(html).toContain('<img src="data:image/svg+xml;base64,')
      expect(html).not.toMatch(/stagelight/i)
    }
  })

  test.each([
    ['an unknown colour', { 'brand.yaml': 'accent: red' }, 'accent'],
    ['an unknown key', { 'brand.yaml': 'colour: "#112233"' }, 'colour'],
    ['a logo that is not there', { 'brand.yaml': 'logo: none.png' }, 'none.png'],
    ['a logo that could run', { 'brand.yaml': 'logo: evil.svg' }, 'scripts'],
    ['a field that no view has', { 'report.hbs': '{{nothing}}' }, 'nothing'],
    ['a helper that we lack', { 'report.hbs': '{{shout site}}' }, 'shout'],
    ['a theme that breaks out', { 'theme.css': '</style><script>1</script>' }, 'closing tag'],
  ])('%s in a brand’s folder stops with a word about it', (_name, texts, word) => {
    const pictures = new Map([['evil.svg', new TextEncoder().encode('<svg onload="x()"/>')]])
    const layer: TemplateLayer = { folder: 'agency', texts: new Map(Object.entries(texts)), pictures }
    expect(() => render({}, { template: [...template, layer] })).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(word) }),
    )
  })
})

test('templates escape everything and quote every attribute', () => {
  const files = [...(template[0]?.texts ?? [])].filter(([name]) => name.endsWith('.hbs'))
  expect(files.length).toBeGreaterThan(20)
  for (const [name, text] of files) {
    expect(text, name).not.toMatch(/\{\{\{|\{\{&/)
    expect(text, name).not.toMatch(/=\{\{/)
    expect(text, name).not.toMatch(/(?:href|src)="\{\{(?!safeUrl |brand\.logo)/)
  }
})

test('no page text of the sample is lost on its way: emoji and right-to-left stay', () => {
  const { worklist } = render({ hostile: true, findings: 40, pages: 60 })
  expect(worklist).toContain(hostile.emoji)
  expect(worklist).toContain('שלום עולם')
})

test('the template folder is read whole', () => {
  expect(template[0]?.texts.get('theme.css')).toBe(readFileSync(`${folder}/theme.css`, 'utf8'))
})

/** The same document with fewer rows and no picture data: what repeats need not be validated a thousand times. */
function withoutRepeats(html: string): string {
  let rows = 0
  return html
    .replace(/data:image\/jpeg;base64,[A-Za-z0-9+/=]+/g, 'data:image/jpeg;base64,AA')
    .replace(/<details class="brief" id="[^]*?<\/details>\n?/g, (row) => (rows++ < 60 ? row : ''))
    .replace(/<article class="item"[^]*?<\/article>\n?/g, (row) => (rows++ < 100 ? row : ''))
    .replace(/<tr>[^]*?<\/tr>\n?/g, (row) => (rows++ < 400 ? row : ''))
}
