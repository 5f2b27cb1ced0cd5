import type { StoredPicture } from '../../src/report/index.ts'
import { AuditResult, resultSchemaVersion } from '../../src/report/result.ts'
import {
  microConversionStage,
  microConversions,
  pageTypes,
  stages,
  type MicroConversion,
} from '../../src/shared/taxonomy.ts'

type Finding = AuditResult['findings'][number]

const origin = 'https://north-roast.test'

/** Text as hostile pages have it. */
export const hostile = {
  script: '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">',
  braces: '{{constructor}} {{{raw}}} {{#each this}} ${1+1} {title}',
  formula: '=HYPERLINK("https://evil.test","click")',
  rtl: '\u202Eevil\u202C שלום עולם مرحبا',
  long: 'W'.repeat(10_000),
  url: 'javascript:window.pwned=1',
  control: 'a\u0000b\u0007c\u001B[31md\uFEFFe\uD800f',
  emoji: '👩‍👩‍👧‍👦 Größe → 100 % ✓',
  attribute: '" onmouseover="window.pwned=1" x="',
  style: '</style><script>window.pwned=1</script>',
}
export const hostileTexts = Object.values(hostile)

const findingSeeds: Partial<Finding>[] = [
  {
    rule: 'newsletter-missing', kind: 'opportunity', stage: 'need-recognition', microConversion: 'newsletter-signup', severity: 'high', effort: 'S',
    title: 'Readers of the guides cannot subscribe to anything',
    message: 'None of the 38 guides offers a way to stay in touch.',
    why: 'Most visitors are not ready to buy on a first visit. A newsletter lets the talk go on until they are.',
    fix: 'Offer a sign-up with one field under each guide, and say what will be sent and how often.',
    hypothesis: 'Because readers leave with no way to stay in touch, we believe that a one-field sign-up under each guide will win subscribers, measured by sign_up.',
    template: '/guides/*',
  },
  {
    rule: 'dead-link', kind: 'bug', stage: 'information-search', severity: 'high', effort: 'S', scope: 'component',
    title: 'A link in the footer leads nowhere',
    message: '“Brewing courses” answers 404, on every page.',
    why: 'Who follows a dead link has been sent away at the moment of interest.',
    fix: 'Point the link to the courses page, or take it out.',
  },
  {
    rule: 'form-too-many-fields', kind: 'friction', stage: 'evaluation', microConversion: 'contact-form', severity: 'high', effort: 'M',
    title: 'The enquiry form asks for eleven things before it says anything',
    message: 'Eleven fields, eight of them required, among them fax and company size.',
    why: 'Each field is a reason to stop. Fields whose purpose is not plain cost the most.',
    fix: 'Ask for name, e-mail and the question. Ask for the rest in the reply.',
    hypothesis: 'Because the form asks for more than the first answer needs, we believe that three fields will bring more enquiries, measured by generate_lead.',
    template: '/contact',
  },
  {
    rule: 'phone-not-callable', kind: 'friction', stage: 'evaluation', microConversion: 'phone-call', severity: 'medium', effort: 'S',
    title: 'The phone number cannot be tapped',
    message: 'The number in the header is plain text on a phone.',
    why: 'People on phones expect a number to start a call.',
    fix: 'Make it a link that starts with tel:.',
    hypothesis: 'Because the number is dead text on a phone, we believe that a tap-to-call link will bring more calls, measured by phone_call.',
  },
  {
    rule: 'cta-below-fold', kind: 'friction', stage: 'purchase', microConversion: 'add-to-cart', severity: 'critical', effort: 'M',
    title: 'On phones, “Add to cart” is two screens down',
    message: 'On product pages the first purchase control starts 1,940 pixels below the top.',
    why: 'Who has decided should not have to look for the button.',
    fix: 'Put price and button right under the first picture, and keep them in reach while the page scrolls.',
    hypothesis: 'Because buyers must scroll past the story to act, we believe that a button in the first screen will bring more carts, measured by add_to_cart.',
    template: '/coffee/*',
  },
  {
    rule: 'share-preview-bare', kind: 'friction', stage: 'information-search', microConversion: 'social-share', severity: 'low', effort: 'S',
    title: 'Shared guides show up without a picture',
    message: 'The guides have a title for previews but no image.',
    why: 'A preview with a picture is seen; a bare link is scrolled past.',
    fix: 'Add og:image with the first picture of the guide.',
    hypothesis: 'Because shared guides look bare, we believe that a picture will bring more visits from shares, measured by sessions from social.',
    template: '/guides/*',
  },
  {
    rule: 'delivery-time-not-stated', kind: 'opportunity', stage: 'purchase', microConversion: 'begin-checkout', severity: 'medium', effort: 'S',
    title: 'Product pages do not say when the coffee arrives',
    message: 'No delivery time stands near the price.',
    why: 'Not knowing when something comes is a common reason to wait.',
    fix: 'Say the day of delivery beside the button.',
    hypothesis: 'Because buyers cannot tell when it will come, we believe that a delivery day will bring more checkouts, measured by begin_checkout.',
    template: '/coffee/*',
  },
  {
    rule: 'review-summary-near-title', kind: 'idea', stage: 'evaluation', severity: 'low', effort: 'S',
    title: 'Put the star rating beside the product name',
    message: 'Reviews exist but stand at the end of the page.',
    why: 'Many visitors decide in the first screen.',
    fix: 'Repeat the average and the number of reviews beside the name.',
    template: '/coffee/*',
  },
] // prettier-ignore

export interface SampleOptions {
  pages?: number
  findings?: number
  /** Texts that take the place of those from the pages. */
  hostile?: boolean
  stages?: 'scored' | 'one-unscored' | 'unscored'
}

/** A result as a run would give it; valid by the contract. */
export function sampleResult({
  pages = 60,
  findings = 8,
  hostile: isHostile = false,
  stages: scoring = 'scored',
}: SampleOptions = {}): AuditResult {
  const text = (own: string, index: number) => (isHostile ? (hostileTexts[index % hostileTexts.length] ?? own) : own)
  const address = (own: string, index: number) =>
    isHostile
      ? ([hostile.url, `${origin}/?q=${encodeURIComponent(hostile.script)}`, `${origin}/${'x'.repeat(3000)}`, own][
          index % 4
        ] ?? own)
      : own
  const list = Array.from({ length: findings }, (_, index) => sampleFinding(index, text, address))
  const scores = {
    scored: [58, 71, 46, 39, 64],
    'one-unscored': [58, 71, 46, 39, null],
    unscored: [null, null, null, null, null],
  }[scoring]
  const result: AuditResult = {
    schemaVersion: resultSchemaVersion,
    tool: { name: 'stagelight', version: '0.1.0', rulesDigest: '3f2a9c01', configDigest: '77aa10be', rulesChanged: [] },
    run: {
      startedAt: '2026-11-24T09:00:00.000Z', finishedAt: '2026-11-24T09:06:30.000Z', status: 'complete',
      limits: { maxPages: 1000, maxRendered: 150, maxTime: 900 }, notes: isHostile ? hostileTexts : ['robots-unreachable https://north-roast.test'],
    },
    site: {
      origin, name: text('North Roast', 0),
      hosts: [{ host: 'north-roast.test', role: 'main', pages: Math.max(1, pages - 3) }, { host: text('help.north-roast.test', 1), role: 'help', pages: 3 }],
      goals: [
        { microConversion: 'purchase', url: address(`${origin}/checkout`, 3), selector: 'form.checkout', host: 'north-roast.test', source: 'declared', confidence: 1, cues: [] },
        { microConversion: 'contact-form', url: address(`${origin}/contact`, 0), selector: '#enquiry', host: 'north-roast.test', source: 'inferred', confidence: 0.8, cues: [text('a contact form is linked from every page', 2)] },
      ],
      profile: { ids: ['ecommerce'], trade: 'general', confidence: 0.9, cues: [text('cart in the header', 3)], declared: false },
      consideration: 'everyday',
      languages: [{ language: 'en', pages, audited: true }, { language: 'sv', pages: 12, audited: false }],
    },
    coverage: {
      known: pages + 6, audited: pages, rendered: Math.min(pages, 48), skipped: 4, blocked: 1, failed: 1,
      reasons: [
        { state: 'skipped', reason: text('max-rendered', 0), count: 4, sample: [`${origin}/coffee/kenya`] },
        { state: 'failed', reason: text('server-error', 2), count: 1, sample: [`${origin}/club`] },
      ],
      absenceJudgeable: true, absenceBlockers: [],
    },
    overall: scoring === 'scored' ? 53 : null,
    stages: stages.map((id, index) => {
      const score = scores[index] ?? null
      return {
        id, score, judged: score === null ? 0.08 : [0.92, 0.86, 0.74, 0.81, 0.55][index] ?? 0.5,
        units: sampleUnits(index, score !== null),
        foundations: { score: score === null ? null : 80, judged: 0.9, share: 0.3, rules: [{ rule: 'dead-link', weight: 3, passed: 0.9 }, { rule: 'text-too-small', weight: 1, passed: 1 }] },
        weight: [0.15, 0.2, 0.25, 0.3, 0.1][index] ?? 0.2, pages: Math.ceil(pages / 5),
        findings: list.filter(({ stage }) => stage === id).map((finding) => finding.id),
      }
    }),
    microConversions: microConversions.map((id, index) => sampleStep(id, index, text, address)),
    findings: list,
    strengths: ['Each page has a title of its own', 'Product pages state their price', 'Delivery and returns are one click away', 'The site can be searched from every page', 'Payment marks stand beside the button', 'Pictures load without shifting the page', 'Guides lead on to products'].slice(0, findings === 0 && scoring === 'unscored' ? 0 : 7).map((title, index) => ({ rule: `strength-${index}`, title: text(title, index), stage: stages[index % 5] ?? 'none', pages: 12 + index })),
    unknowns: [{ rule: 'reviews-shown', title: text('Do product pages show reviews?', 4), reason: text('a consent placeholder may hold them', 5), pages: 22 }],
    pages: Array.from({ length: pages }, (_, index) => samplePage(index, text, address)),
    templates: [{ pattern: '/coffee/*', pages: 22, rendered: 6, type: 'product', sample: [`${origin}/coffee/1`] }],
    journey: {
      flows: [
        { from: 'need-recognition', to: 'information-search', steps: 42, pages: 12 },
        { from: 'information-search', to: 'evaluation', steps: 118, pages: 31 },
        { from: 'evaluation', to: 'purchase', steps: 22, pages: 18 },
        { from: 'information-search', to: 'information-search', steps: 64, pages: 20 },
      ],
      deadEnds: Array.from({ length: Math.min(8, pages) }, (_, index) => ({ url: address(`${origin}/guides/${index}`, index), importance: 0.4 })),
      depthToGoal: 3,
      depths: [],
      loops: [],
      leaks: [],
      hardSells: [],
      orphans: [],
      unseenSteps: 0,
      declared: [sampleWalk('desktop', text), sampleWalk('mobile', text)],
    },
    tracking: {
      tools: [{ vendor: text('Google Analytics', 6), kind: 'analytics', ids: [text('G-ABC123', 7)], pages }, { vendor: 'Hotjar', kind: 'heatmap', ids: ['12345'], pages }],
      events: [],
      plan: [{ microConversion: 'newsletter-signup', event: 'sign_up' }, { microConversion: 'contact-form', event: 'generate_lead' }, { microConversion: 'add-to-cart', event: 'add_to_cart' }],
    },
    sideEffects: [
      { kind: 'collector', host: 'www.google-analytics.com', method: 'POST', pathPattern: '/g/collect', fate: 'held', pages },
      { kind: 'write', host: text('north-roast.test', 8), method: 'POST', pathPattern: text('/api/cart', 9), fate: 'held', pages: 4 },
    ],
    experiments: list.filter(({ hypothesis }) => hypothesis !== '').slice(0, 12).map((finding, index) => ({ finding: finding.id, hypothesis: finding.hypothesis, metric: finding.metric, ice: { impact: 8 - (index % 5), confidence: 7, ease: 9 - (index % 4), score: 8.1 - index * 0.3 } })),
    value: { inputs: {}, assumptions: [], perMicroConversion: [], toEnter: ['visits-per-month', 'order-value', 'close-rate', 'completions-per-month:newsletter-signup', 'completions-per-month:contact-form'] },
    measurements: {
      lighthouse: [
        { url: `${origin}/`, device: 'mobile', error: '', performance: 61, metrics: { 'largest-contentful-paint': 3420, 'total-blocking-time': 280, 'cumulative-layout-shift': 0.04 }, runs: 1 },
        { url: `${origin}/coffee/1`, device: 'mobile', error: text('NO_FCP', 3), performance: null, metrics: {}, runs: 1 },
      ],
      timings: { crawl: 210000 }, requests: { sent: 1204, held: 96 }, browser: { version: '153' }, storeBytes: { html: 100 },
    },
  } // prettier-ignore
  return AuditResult.parse(result)
}

function sampleFinding(
  index: number,
  text: (own: string, index: number) => string,
  address: (own: string, index: number) => string,
): Finding {
  const seed = findingSeeds[index % findingSeeds.length] ?? {}
  const page = `${origin}${seed.template?.replace('*', String(index + 1)) ?? '/'}`
  const evidence = (viewport: 'desktop' | 'mobile') => ({
    url: address(page, index), selector: text('main > form#enquiry', index), snippet: text('<form id="enquiry"><input name="company" value="Jane Doe"></form>', index + 1),
    box: viewport === 'desktop' ? [420, 300 + (index % 3) * 260, 480, 180] : [20, 420 + (index % 3) * 300, 350, 200], viewport, screenshot: `${viewport}-${index % 4}`,
  }) // prettier-ignore
  return {
    rule: 'sample-rule', kind: 'friction', title: '', message: '', verdict: 'fail', stage: 'none', microConversion: 'none', severity: 'medium',
    effort: 'M', scope: 'template', template: '/', why: '', fix: '', hypothesis: '', ...seed,
    id: `${(0x9e3779b1 * (index + 1) >>> 0).toString(16).padStart(8, '0')}a${index}`,
    ...(index >= 8 ? { title: text(`${seed.title ?? ''} (${index})`, index), message: text(seed.message ?? '', index + 2) } : {}),
    ...(index >= 8 && index % 9 === 0 ? { verdict: 'review' as const } : {}),
    confidence: 0.95, evidenceLevel: (['A', 'B', 'C'] as const)[index % 3] ?? 'C', priority: 100 / (index + 1),
    pages: { count: 12 + index, of: 38 + index, sample: [address(page, index)] },
    evidence: [evidence('desktop'), evidence('mobile')],
    metric: seed.hypothesis?.match(/measured by (\w+)/)?.[1] ?? '', gain: seed.kind === 'idea' ? { stage: 0, overall: 0 } : { stage: 6.4 - (index % 5), overall: 1.6 }, value: null,
    sources: ['https://baymard.test/research/forms', 'ISO 9241-110'],
  } // prettier-ignore
}

function sampleUnits(stage: number, judged: boolean): AuditResult['stages'][number]['units'] {
  const own = microConversions.filter((id) => microConversionStage[id] === stages[stage])
  return own.slice(0, 3).map((microConversion, index) => {
    const status = judged ? ((['offered', 'friction', 'missing'] as const)[index] ?? 'unknown') : 'unknown'
    return {
      microConversion, template: '/coffee/*', expected: index === 0 ? 'must' : 'should', status, weight: 3 - index,
      score: judged ? ([1, 0.7, 0][index] ?? null) : null, rules: [{ rule: 'form-too-many-fields', state: 'fail', weight: 1 }],
    } // prettier-ignore
  })
}

function sampleStep(
  id: MicroConversion,
  index: number,
  text: (own: string, index: number) => string,
  address: (own: string, index: number) => string,
): AuditResult['microConversions'][number] {
  const expected = (['must', 'should', 'could', 'no'] as const)[index % 4] ?? 'no'
  const status =
    expected === 'no'
      ? 'not-applicable'
      : ((['offered', 'friction', 'missing', 'unknown', 'offered'] as const)[index % 5] ?? 'unknown')
  const offered = status === 'offered' || status === 'friction'
  return {
    id, stage: microConversionStage[id], expected, status, reason: text('Shops of this kind owe it to those who are not ready', index),
    instances: offered ? [{ url: address(`${origin}/contact`, index), how: 'form', text: text('Send', index), pages: 3 + index }] : [],
    tracked: (['yes', 'no', 'unknown', 'other-name'] as const)[index % 4] ?? 'unknown', value: null,
  } // prettier-ignore
}

function sampleWalk(
  viewport: 'desktop' | 'mobile',
  text: (own: string, index: number) => string,
): AuditResult['journey']['declared'][number] {
  const step = {
    detail: text('49 EUR', 1), nearest: [text('To the cart', 2)], ms: 900, clicks: 1, fields: 0, scrolls: 1, overlays: [text('Ten per cent off', 3)],
    messages: [text('Please fill in your name', 4)], url: `${origin}/cart`, title: text('Your cart', 5), pageType: 'cart' as const,
    found: [{ name: text('Add to basket', 6), by: 'text', match: 'alike' as const, others: 2, region: 'main', selector: text('#add', 7), snippet: text('<button>Add to basket', 8) }],
    requests: [{ method: 'POST', host: 'north-roast.test', pathPattern: text('/cart/add', 9), fate: 'held', why: 'write' }],
    evidence: { url: `${origin}/cart#step-1`, selector: text('#add', 7), snippet: text('<button>Add to basket', 8), box: [40, 60, 200, 40], viewport, screenshot: `${viewport}-0` },
  } // prettier-ignore
  return {
    name: text('Buy a pound of coffee', 10), goal: 'purchase', viewport, outcome: 'broken', formFields: 14,
    steps: [
      { ...step, number: 1, verb: 'click', words: text('Add to basket', 11), state: 'done', reason: '' },
      { ...step, number: 2, verb: 'click', words: text('Checkout', 12), state: 'failed', reason: 'nothing-called-so' },
      { ...step, number: 3, verb: 'stop-before', words: text('Pay now', 13), state: 'not-reached', reason: 'after-failure' },
    ],
  } // prettier-ignore
}

function samplePage(
  index: number,
  text: (own: string, index: number) => string,
  address: (own: string, index: number) => string,
): AuditResult['pages'][number] {
  const type = index === 0 ? 'home' : (pageTypes[1 + (index % 8)] ?? 'other')
  return {
    url: index === 0 ? `${origin}/` : address(`${origin}/${type}/a-page-with-a-long-and-speaking-address-${index}?utm=no&page=${index}`, index),
    title: text(`How to brew a better cup at home, part ${index}`, index), type, typeConfidence: 0.9, template: `/${type}/*`, host: 'north-roast.test', language: 'en',
    outcome: index % 17 === 16 ? 'timeout' : 'ok', state: index % 17 === 16 ? 'failed' : 'audited', reason: index % 17 === 16 ? 'timeout' : '',
    rendered: index < 48, depth: index % 5, importance: 1 / (index + 1), findings: index % 4,
    nextSteps: [{ to: `${origin}/contact`, text: text('Ask us', index), microConversion: 'contact-form', stage: 'evaluation', strength: 'strong', rank: 'primary', seen: true }],
    reachedBy: '',
  } // prettier-ignore
}

/** Eight pictures of the given bytes, as the sample's evidence names them. */
export function samplePictures(
  bytes: (viewport: 'desktop' | 'mobile', index: number) => Uint8Array,
): Map<string, StoredPicture> {
  const pictures = new Map<string, StoredPicture>()
  for (const viewport of ['desktop', 'mobile'] as const) {
    for (let index = 0; index < 4; index++) {
      const key = `${viewport}-${index}`
      const box: [number, number, number, number] = viewport === 'desktop' ? [0, 0, 1366, 1536] : [0, 0, 390, 1688]
      pictures.set(key, {
        picture: { key, viewport, kind: 'screens', box, scale: 0.5, format: 'jpeg' },
        bytes: bytes(viewport, index),
      })
    }
  }
  return pictures
}
