import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import type { Page } from '../../src/facts/page.ts'
import type { z } from 'zod'
import { factsOf, vocabularies } from './own-pages.ts'

const base = 'https://hill-tea.example.test'

function pageOf(html: string, url = `${base}/oak`): z.infer<typeof Page> {
  return extractFacts({ url, html, vocabularies }).facts.page!
}

test.each([
  ['two-languages-of-home', '/de/', 'home'],
  ['contact-page', '/contact', 'contact'],
  ['privacy-policy', '/privacy-policy', 'legal'],
  ['add-to-cart', '/products/walking-boots', 'product'],
  ['login-with-forgotten-link', '/login', 'login'],
  ['about-built-like-a-service', '/about.html', 'about'],
  ['post-with-teasers-below', '/blog-post.html', 'article'],
  ['two-plans', '/pricing.html', 'pricing'],
  ['list-of-own-orders', '/orders.html', 'account'],
  ['portfolio', '/portfolio-overview.html', 'case-study'],
  ['terms-with-ampersand', '/terms.html', 'legal'],
  ['named-in-own-menu', '/maison.html', 'about'],
  ['teams-in-dutch', '/teams.html', 'team'],
  ['second-page-of-news', '/harbour-news/page/4/', 'blog-index'],
  ['delivery-step-of-a-shop', '/levering', 'checkout'],
  ['account-to-be-made', '/customer/account/create/', 'lead-form'],
  ['lost-password', '/members/?action=lostpassword', 'login'],
  ['thread-of-a-forum', '/t/which-glue-for-spines/312', 'other'],
  ['stored-under-the-root', '/', 'contact'],
  ['order-on-the-start-page', '/', 'checkout'],
])('%s at %s is of type %s', (name, path, type) => {
  const page = factsOf(name, base + path).page!
  expect([page.type, page.typeCues.length > 0]).toEqual([type, true])
})

test('a start page has no page parameter', () => {
  expect(factsOf('two-languages-of-home', `${base}/`).page!.isHome).toBe(true)
  expect(factsOf('two-languages-of-home', `${base}/index.php?page_id=7`).page!.isHome).toBe(false)
  expect(factsOf('two-languages-of-home', `${base}/de/kontakt`).page!.isHome).toBe(false)
  expect(factsOf('two-languages-of-home', `${base}/?srsltid=AfmB0&utm_source=mail`).page!.isHome).toBe(true)
  expect(factsOf('two-languages-of-home', `${base}/index.php?app=core&section=login`).page!.isHome).toBe(false)
})

test('a link to a part of the page does not name the page', () => {
  expect(factsOf('menu-jumps-to-prices', `${base}/cold-store`).page!.type).not.toBe('pricing')
})

test('what a forum is built as is told by its shape, for the catalogue has no type for it', () => {
  expect(factsOf('thread-of-a-forum', `${base}/t/which-glue-for-spines/312`).page!.shape).toBe('forum')
})

test('a page that says "not found" but is served as a good one', () => {
  const page = factsOf('not-found-served-as-200', `${base}/old`).page!
  expect([page.softNotFound, page.type]).toEqual([true, 'error'])
})

test('a bot challenge, and a widget against bots in a form of a page that is none', () => {
  expect(factsOf('bot-challenge').page!.challenge).toBe(true)
  expect(factsOf('proof-of-work').page!.challenge).toBe(true)
  expect(factsOf('widget-against-bots-in-newsletter').page!.challenge).toBe(false)
})
test('a log-in wall', () => {
  expect(factsOf('login-wall').page!.loginWall).toBe(true)
  expect(factsOf('contact-page').page!.loginWall).toBe(false)
})

test('the text decides over a declared language', () => {
  const { language } = factsOf('declares-english-speaks-german')
  expect(language).toMatchObject({ declared: 'en', detected: 'de', used: 'de', known: true })
})

test('words and paragraphs of the main region', () => {
  const page = factsOf('newsletter-in-footer').page!
  expect(page.paragraphs).toBe(1)
  expect(page.longestParagraph).toBe(22)
  expect(page.words).toBeGreaterThan(page.mainWords)
})

test('what the caller knows replaces a guess', () => {
  const facts = factsOf('contact-page', `${base}/x`, { given: { pageType: 'article', language: 'fr' } })
  expect([facts.page!.type, facts.language!.used]).toEqual(['article', 'fr'])
})

test('a main landmark that holds next to nothing is not all of the page', () => {
  expect(factsOf('main-landmark-nearly-empty').page!.paragraphs).toBe(4)
})

test('a template with gaps is only half sure of its type, and a mail is no page', () => {
  const { page: journal, hints } = factsOf('template-with-gaps', `${base}/blog.html`)
  expect(journal!.typeConfidence).toBeLessThanOrEqual(0.5)
  expect(hints?.map(({ source }) => source)).toContain('unfinished')
  expect(factsOf('mail-on-the-server', `${base}/verify.html`).page).toMatchObject({
    type: 'other',
    typeConfidence: 0.5,
  })
})

test('of several viewports the last holds, of several words to search engines the strictest', () => {
  const head =
    '<title>Oak</title><meta name="viewport" content="width=device-width, user-scalable=no"><meta name="viewport" content="width=device-width"><meta name="robots" content="index"><meta name="robots" content="noindex">'
  expect(pageOf(`<head>${head}</head><body><h1>Oak</h1></body>`)).toMatchObject({
    viewportMeta: 'width=device-width',
    zoomable: true,
    indexable: false,
  })
})

test('pages that stand in place of the page: a captcha alone, an error page', () => {
  const captcha = '<p>One step is left.</p><form method="post"><input name="captcha"><input type="submit"></form>'
  expect(pageOf(captcha)).toMatchObject({ challenge: true, type: 'error' })
  expect(pageOf(`<label>Name <input name="name"></label>${captcha}`).challenge).toBe(false)
  expect(pageOf('<form action="/cart/Error.aspx?err=3"><p>Your session has ended.</p></form>').type).toBe('error')
})

test('phones get another view by a script or a switch', () => {
  expect(pageOf('<h1>Oak</h1><script>if (site) site.goMobile()</script>').mobileSite).toBe(true)
  expect(pageOf('<h1>Oak</h1><a href="?view=2">Zur mobilen Ansicht</a>').mobileSite).toBe(true)
  expect(pageOf('<h1>Oak</h1><a href="/apps">Our mobile apps</a>').mobileSite).toBe(false)
})

test('a host that is a number', () => {
  const on = (host: string): boolean => pageOf('<h1>Oak</h1>', `http://${host}/`).onNumber
  expect(['192.0.2.7', '127.0.0.1', 'oak.example.test', '[::1]', '[2001:db8::7]'].map(on)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ])
})
