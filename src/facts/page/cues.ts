import { readableText } from '../../snapshot/document.ts'
import type { PageType } from '../../shared/taxonomy.ts'
import { isDated } from './dates.ts'
import type { PageEvidence } from './features.ts'
import { regionOf } from '../dom/regions.ts'
import { tagged, treeOf, type Tree } from '../dom/tree.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** An amount of money, loosely: enough to count them. */
const amount = /[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr\b|USD|EUR|CHF|MAD)/

/** What forms, quotes, questions, amounts and dates on the page say of its type. */
export function markupCues(page: PageEvidence, vocabulary: Vocabulary): [PageType, string][] {
  const { forms, text } = page
  const cues: [PageType, string][] = []
  const shown = forms.filter((form) => form.visible)
  const has = (purpose: string, least = 1): boolean =>
    shown.some((form) => form.purpose === purpose && form.visibleFields >= least)
  if (has('checkout', 3)) cues.push(['checkout', 'checkout form'])
  if (has('contact', 3)) cues.push(['contact', 'contact form'])
  if (has('login') && text.mainWords < 700 && shown.length < 6) cues.push(['login', 'log-in form'])
  if (has('password-recovery') && text.mainWords < 300) cues.push(['login', 'form for a lost password'])
  for (const purpose of ['registration', 'quote', 'demo', 'trial']) {
    if (has(purpose, 2) && text.mainWords < 900) cues.push(['lead-form', `${purpose} form`])
  }
  const main = text.mainText
  if (
    vocabulary.inAnyLanguage('contact.hours', main) &&
    vocabulary.inAnyLanguage('contact.address', main) &&
    text.mainWords < 400
  ) {
    cues.push(['contact', 'hours and address'])
    cues.push(['location', 'hours and address'])
  }
  const questions = text.mainRuns.filter((run) => run.text.length < 160 && /[?？]\s*$/.test(run.text)).length
  if (questions > 4 && questions > text.mainRuns.length / 12) cues.push(['faq', `${questions} questions`])
  if (
    text.mainRuns.length > 0 &&
    vocabulary.inAnyLanguage('page.testimonials', main) &&
    text.mainRuns.filter((run) => /^["“„«'‘]/.test(run.text)).length > 2
  ) {
    cues.push(['testimonials', 'several quotes'])
  }
  const amounts = text.mainRuns.filter((run) => run.text.length < 60 && amount.test(run.text)).length
  if (amounts >= 2 && amounts < 60) cues.push(['pricing', `${amounts} amounts`])
  if (isOneStory(page, vocabulary)) cues.push(['article', 'one headline, date or author, and prose'])
  return cues
}

/** One headline with a date or an author near it, and more prose than links below; teasers of others may follow. */
function isOneStory({ $, text }: PageEvidence, vocabulary: Vocabulary): boolean {
  const tree = treeOf($)
  const headlines = tagged(tree, 'h1').filter((heading) => !tree.hidden.has(heading)).length
  if (headlines > 1 || text.paragraphs < 3 || text.longestParagraph < 30) return false
  const prose = text.mainRuns.reduce((sum, run) => sum + (run.text.length > 160 ? run.text.length : 0), 0)
  const whole = text.mainRuns.reduce((sum, run) => sum + run.text.length, 0)
  if (prose < whole * 0.6 || text.linkWords > text.mainWords * 0.3) return false
  const first = text.mainRuns.findIndex((run) => run.text.length > 160)
  if (isSigned(tree)) return true
  return text.mainRuns
    .slice(0, Math.min(first + 2, 25))
    .some((run) => run.text.length < 120 && /\b(?:19|20)\d\d\b/.test(run.text) && isDated(run.text, vocabulary))
}

/** Says of itself when it was published. */
function isSigned(tree: Tree): boolean {
  return tagged(tree, 'meta').some(({ attribs }) => attribs['property'] === 'article:published_time')
}

/** Types that the site's own menu names for this page: the label of a link that leads to where we are. */
export function menuTypes({ $, url }: PageEvidence, vocabulary: Vocabulary): Set<string> {
  const found = new Set<string>()
  const here = addressOf(url)
  let looked = 0
  for (const link of tagged(treeOf($), 'a')) {
    const href = link.attribs['href']
    if (!href || href.startsWith('#')) continue
    const region = regionOf(link)
    if (region === 'main') continue
    looked += 1
    if (looked > 400) break
    const target = URL.parse(href, url.href)
    if (!target || target.hash !== '' || addressOf(target) !== here) continue
    const label = readableText(link, { alt: true, limit: 60 })
    for (const topic of vocabulary.wholeTopics(label)) if (topic.startsWith('page.')) found.add(topic.slice(5))
  }
  return found
}

function addressOf(url: URL): string {
  return `${url.host}${url.pathname.replace(/\/(?:index\.\w+)?$/, '')}${url.search}`
}
