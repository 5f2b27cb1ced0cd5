import type { CheerioAPI } from 'cheerio'
import type { Element } from 'domhandler'
import { z } from 'zod'
import { pageTypes } from '../shared/taxonomy.ts'
import { readableText } from '../snapshot/document.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { forms, type Form } from './forms.ts'
import { isDated } from './page/dates.ts'
import { doubted } from './page/half-made.ts'
import { hasMobileSite } from './page/mobile-site.ts'
import { isOrderStep } from './page/order-step.ts'
import type { PageEvidence } from './page/features.ts'
import { pageText, type PageText } from './page/text.ts'
import { pageShapes } from './page/shape.ts'
import { guessType } from './page/type.ts'
import { structuredItems } from './dom/structured-items.ts'
import { tagged, treeOf, type Tree } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const Page = z
  .object({
    url: z.string(),
    path: z.string().describe('Path without query'),
    onNumber: z.boolean().describe('Its host is a number in place of a name, other than of this very machine'),
    isHome: z.boolean().describe('The root of the site or of its language version'),
    title: z.string(),
    description: z.string().describe('Meta description; empty when missing'),
    canonical: z.string().describe('Absolute canonical address; empty when missing'),
    indexable: z.boolean().describe('False with a robots noindex in meta or header'),
    viewportMeta: z.string().describe('Content of meta viewport; empty when missing'),
    zoomable: z.boolean().describe('False when the viewport meta forbids zooming'),
    mobileSite: z
      .boolean()
      .describe(
        'Names another page for phones, links to the site’s own host for them, or has a script or switch that gives phones another view',
      ),
    type: z.enum(pageTypes).describe('Page type of the catalogue, else other'),
    typeConfidence: z.number().describe('0 to 1'),
    typeCues: z.array(z.string()).describe('What spoke for the type'),
    shape: z.enum(pageShapes).describe('What it is built as, whatever it is about'),
    shapeConfidence: z.number().describe('0 to 1'),
    headings: z.array(z.object({ level: z.int(), text: z.string(), where: Where }).meta({ id: 'Heading' })),
    words: z.int().describe('Words of readable text'),
    mainWords: z.int().describe('Words of readable text in the main region'),
    hasMain: z.boolean().describe('There is a main landmark'),
    hasDate: z.boolean().describe('A publication date is shown or marked up'),
    softNotFound: z.boolean().describe('Says "not found" but was served as a good page'),
    loginWall: z.boolean().describe('Little but a log-in'),
    challenge: z.boolean().describe('A bot challenge instead of the page'),
    orderStep: z.boolean().describe('Calls itself a cart, checkout or payment, or asks for a card'),
    unfinished: z
      .boolean()
      .describe(
        'A piece of a page without a head, or a copy whose title scripts would have written and that lost them',
      ),
    paragraphs: z.int().describe('Paragraphs of 12 words or more in the main region'),
    longestParagraph: z.int().describe('Words of the longest paragraph in the main region'),
  })
  .meta({ id: 'Page', description: 'What the page is and says of itself.' })

const mostHeadings = 300

/** What the page is and says of itself. */
export const page = defineDetector({
  version: 5,
  reads: 'html',
  schema: Page,
  needs: { forms },
  detect(input) {
    const { $, url, base, snapshot, vocabulary, where, facts } = input
    const tree = treeOf($)
    const metas = metasOf(tree)
    const canonical = canonicalOf($)
    const evidence = pageEvidence(input, facts.forms)
    const { title, firstHeading, text, isHome } = evidence
    const guess = doubted(guessType(evidence, vocabulary), evidence)
    const google = metas.get('googlebot') ?? ''
    // Of rules that clash the stricter holds, https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
    const robots = `${metas.get('robots') ?? ''},${google},${snapshot.headers['x-robots-tag'] ?? ''}`
    const viewportMeta = metas.get('viewport') ?? ''
    const softNotFound = isSoftNotFound(input, title, firstHeading, text)
    const challenge = isChallenge(input, title, text)
    const errorPage = isErrorPage(tree, base, text)
    const broken = softNotFound || challenge || errorPage || snapshot.status >= 400
    return {
      url: url.href,
      path: url.pathname,
      onNumber: /^(?!127\.)\d+(?:\.\d+){3}$|^\[(?!::1\])/.test(url.hostname),
      isHome,
      title,
      description: fold(metas.get('description') ?? '').slice(0, 1000),
      canonical: canonical === '' ? '' : (URL.parse(canonical, base.href)?.href ?? ''),
      indexable: !/\b(?:noindex|none)\b/i.test(robots),
      viewportMeta,
      zoomable: isZoomable(viewportMeta),
      mobileSite: hasMobileSite(tree, url, base, vocabulary),
      type: broken ? 'error' : guess.type,
      typeConfidence: broken ? 0.9 : guess.confidence,
      typeCues: broken
        ? [
            softNotFound
              ? 'says not found'
              : challenge
                ? 'bot challenge'
                : errorPage
                  ? 'address of an error page'
                  : `HTTP ${snapshot.status}`,
          ]
        : guess.cues,
      shape: guess.shape,
      shapeConfidence: guess.shapeConfidence,
      headings: headingsOf($).map(({ heading, text: words }) => ({
        level: Number(heading.name[1]),
        text: words,
        where: where(heading, words),
      })),
      words: text.words,
      mainWords: text.mainWords,
      hasMain: tree.byTag.has('main') || tree.elements.some((element) => element.attribs['role'] === 'main'),
      hasDate: isPublished(input, metas, text),
      softNotFound,
      loginWall: isLoginWall(input, facts.forms, text),
      challenge,
      orderStep: isOrderStep(evidence, facts.forms, vocabulary),
      unfinished: isUnfinished(tree, title, metas),
      paragraphs: text.paragraphs,
      longestParagraph: text.longestParagraph,
    }
  },
})

type Input = Pick<DetectorInput<Record<never, never>>, '$' | 'url' | 'snapshot' | 'vocabulary'>

/** By name. Of several that say how wide a page is the last holds, of those for search engines all do. */
function metasOf(tree: Tree): Map<string, string> {
  const metas = new Map<string, string>()
  for (const { attribs } of tagged(tree, 'meta')) {
    const name = (attribs['name'] ?? attribs['property'] ?? '').trim().toLowerCase()
    const known = metas.get(name)
    const content = (attribs['content'] ?? '').trim()
    if (name === '') continue
    if (known === undefined || name === 'viewport') metas.set(name, content)
    else if (name === 'robots' || name === 'googlebot') metas.set(name, `${known},${content}`)
  }
  return metas
}

/** What its type is guessed from. */
export function pageEvidence({ $, url }: Pick<Input, '$' | 'url'>, found: Form[]): PageEvidence {
  const headings = headingsOf($)
  return {
    $,
    url,
    isHome: isStartPage(url),
    canonical: URL.parse(canonicalOf($) || '#', url.href) ?? undefined,
    title: titleOf($),
    firstHeading: headings.find(({ heading }) => heading.name === 'h1')?.text ?? headings[0]?.text ?? '',
    text: pageText($),
    forms: found,
    schemaTypes: structuredItems($)
      .filter((item) => item.top)
      .flatMap((item) => item.types),
  }
}

/** A page as wide as a desktop's is shown shrunk, and a largest scale of 1 then still lets people come close. */
function isZoomable(viewport: string): boolean {
  if (/user-scalable\s*=\s*(?:no|0)/i.test(viewport)) return false
  return (
    /(?:^|[\s,;])width\s*=\s*\d/i.test(viewport) ||
    !/maximum-scale\s*=\s*(?:0?\.\d+|1(?:\.0*)?)(?![\d.])/i.test(viewport)
  )
}

function isUnfinished(tree: Tree, title: string, metas: ReadonlyMap<string, string>): boolean {
  const inHead = tree.byTag.get('head')?.flatMap((head) => elementsIn(head)) ?? []
  if (inHead.length === 0) return true
  // A form that was cut out of its page: a head with no more than characters and styles, around nothing else.
  const inBody = tree.byTag.get('body')?.flatMap((body) => elementsIn(body)) ?? []
  const isBare = inHead.every(({ name, attribs }) => name === 'style' || 'charset' in attribs)
  if (isBare && inBody.length === 1 && /^(?:form|fieldset)$/.test(inBody[0]!.name)) return true
  if (title !== '' || !metas.get('og:title')) return false
  return !tagged(tree, 'script').some(({ attribs }) => !/json|template|html/i.test(attribs['type'] ?? ''))
}

function elementsIn(parent: Element): Element[] {
  return parent.children.filter((child): child is Element => 'attribs' in child)
}

function canonicalOf($: CheerioAPI): string {
  const found = tagged(treeOf($), 'link').find((link) => /(?:^|\s)canonical(?:\s|$)/i.test(link.attribs['rel'] ?? ''))
  return found?.attribs['href'] ?? ''
}

/** The page's own title; drawings have titles, too. */
function titleOf($: CheerioAPI): string {
  const first = tagged(treeOf($), 'title')[0]?.children[0]
  return first?.type === 'text' ? fold(first.data).slice(0, 500) : ''
}

function headingsOf($: CheerioAPI): { heading: Element; text: string }[] {
  const tree = treeOf($)
  return tagged(tree, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6')
    .filter((heading) => !tree.hidden.has(heading))
    .slice(0, mostHeadings)
    .map((heading) => ({ heading, text: readableText(heading, { alt: true, limit: 300 }) }))
    .filter(({ text }) => text !== '')
}

function fold(text: string): string {
  return text.slice(0, 5000).replace(/\s+/g, ' ').trim()
}

/** Parameters that say where a visitor came from, or in which language and currency to greet them. */
const harmless =
  /^(?:utm_\w+|srsltid|[a-z]*clid|gad_source|mc_[ce]id|_gl|_ga|fb_\w+|ref|referrer|source|src|campaign|cid|lang|language|locale|hl|country|region|currency|sid|sessionid|phpsessid)$/i

/** The root of a site, or of one of its languages: `/`, `/index.html`, `/de/`, `/en-us`. */
function isStartPage(url: URL): boolean {
  // Programs that serve every page from the root tell them apart by what follows; what counts visitors tells nothing.
  if ([...url.searchParams.keys()].some((name) => !harmless.test(name))) return false
  const path = url.pathname.toLowerCase()
  return (
    url.protocol.startsWith('http') &&
    /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/?)?(?:home\/)?(?:(?:index|default|home)(?:\.(?:html?|php|aspx?|jsp|cfm|shtml))?\/?)?$/.test(
      path,
    )
  )
}

function isSoftNotFound({ snapshot, vocabulary }: Input, title: string, heading: string, text: PageText): boolean {
  if (snapshot.status >= 400 || text.mainWords > 250) return false
  return [title, heading].some((words) => words.length < 90 && vocabulary.inAnyLanguage('page.not-found', words))
}

function isChallenge({ $, snapshot, vocabulary }: Input, title: string, text: PageText): boolean {
  if (snapshot.headers['cf-mitigated'] === 'challenge') return true
  if (text.words > 250) return false
  if (vocabulary.inAnyLanguage('page.challenge', title) || asksOnlyForCaptcha(treeOf($), text)) return true
  return treeOf($)
    .elements.slice(0, 600)
    .some(({ attribs }) =>
      vocabulary.code('challenge.class', `${attribs['id'] ?? ''} | ${attribs['class'] ?? ''}`.slice(0, 200)),
    )
}

/** Little but a box for the letters of a picture. */
function asksOnlyForCaptcha(tree: Tree, text: PageText): boolean {
  if (text.words > 60) return false
  const boxes = tagged(tree, 'input', 'textarea', 'select').filter(
    ({ attribs }) => !/^(?:hidden|submit|button|image|reset)$/i.test(attribs['type'] ?? ''),
  )
  return (
    boxes.length > 0 && boxes.every(({ attribs }) => /captcha/i.test(`${attribs['name'] ?? ''} ${attribs['id'] ?? ''}`))
  )
}

/** A page whose own form bears the address of an error page: the server put that one in its place. */
function isErrorPage(tree: Tree, base: URL, text: PageText): boolean {
  if (text.mainWords > 250) return false
  return tagged(tree, 'form').some(({ attribs }) => {
    const action = attribs['action'] ?? ''
    return /error/i.test(action) && /\/error(?:page)?\.\w{2,5}$/i.test(URL.parse(action, base.href)?.pathname ?? '')
  })
}

function isLoginWall({ vocabulary }: Input, found: Form[], text: PageText): boolean {
  const logins = found.some((form) => form.purpose === 'login' && form.visible)
  if (
    text.mainWords < 120 &&
    logins &&
    found.every((form) => /^(?:login|search|password-recovery|registration|other)$/.test(form.purpose))
  ) {
    return text.paragraphs === 0
  }
  return text.mainWords < 150 && vocabulary.inAnyLanguage('page.login-wall', text.mainText)
}

function isPublished({ $, vocabulary }: Input, metas: Map<string, string>, text: PageText): boolean {
  if (metas.has('article:published_time') || metas.has('datepublished') || metas.has('date')) return true
  if (structuredItems($).some((item) => item.properties.has('datePublished'))) return true
  if (published($)) return true
  return text.mainRuns
    .slice(0, 60)
    .some((run) => run.text.length < 80 && /\b(?:19|20)\d\d\b/.test(run.text) && isDated(run.text, vocabulary))
}

function published($: CheerioAPI): boolean {
  return tagged(treeOf($), 'time').some(
    ({ attribs }) => attribs['datetime'] !== undefined || attribs['pubdate'] !== undefined,
  )
}
