import type { SeenPage } from './seen-page.ts'

type Cta = NonNullable<SeenPage['facts']['ctas']>[number]

function buysOf({ facts }: SeenPage): Cta[] {
  return (facts.ctas ?? []).filter(({ intent }) => intent === 'buy' || intent === 'cart')
}

/** Several things to buy on a page that names their prices. */
export function sellsHere(page: SeenPage): boolean {
  const own = buysOf(page).filter(({ target }) => target !== 'other-site')
  return own.length >= 2 && (page.facts.prices ?? []).length >= 2
}

/** Two or more plans with a price or a sum of nothing, each with something to press. */
export function pricedPlans({ facts }: SeenPage): boolean {
  return (facts.plans ?? []).filter(({ price, action }) => price !== '' && action !== '').length >= 2
}

/** An address that shops give their cart, linked from anywhere on the page. */
export function linksToCart({ facts }: SeenPage): boolean {
  return (facts.links ?? []).some(
    ({ href, kind }) =>
      (kind === 'internal' || kind === 'own-host') && cartAddress.test(href.split(/[?#]/, 1)[0] ?? ''),
  )
}
const cartAddress =
  /\/(?:cart|basket|bag|warenkorb|panier|carrito|carrello|winkelwagen|winkelmand|carrinho)(?:\.(?:html?|php|aspx?))?\/?$/i

/** The site has a cart or a till of its own. */
export function hasCartPage(pages: readonly SeenPage[]): boolean {
  return pages.some(({ facts }) => facts.page?.type === 'cart' || facts.page?.type === 'checkout')
}

/** Most of its offers to buy lead to other sites, or its links there are paid for. */
export function sendsElsewhere(pages: readonly SeenPage[]): boolean {
  const buys = pages.flatMap(buysOf)
  const away = buys.filter(({ target }) => target === 'other-site').length
  const paid = pages.flatMap(({ facts }) => facts.links ?? []).filter(({ rel }) => /\bsponsored\b/i.test(rel)).length
  return (away >= 2 && away * 2 > buys.length) || (paid >= 3 && away * 2 >= buys.length)
}

/** There are things to buy, and all that offers them leads to a page to ask on. */
export function sellsByQuote(pages: readonly SeenPage[]): boolean {
  const documentOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? ''
  const asking = new Set(
    pages
      .filter(({ facts }) => facts.page?.type === 'contact' || facts.page?.type === 'lead-form')
      .map(({ url }) => documentOf(url)),
  )
  const buys = pages.flatMap(buysOf)
  return buys.length > 0 && !pages.some(linksToCart) && buys.every(({ href }) => asking.has(documentOf(href)))
}

/** The home page's own content leads to a shop for apps. */
export function leadsToAppStore(page: SeenPage): boolean {
  const isStore =
    /^https?:\/\/(apps\.apple\.com|itunes\.apple\.com|play\.google\.com\/store\/apps|apps\.microsoft\.com|chromewebstore\.google\.com)\b/
  if (page.facts.page?.isHome !== true) return false
  return (page.facts.ctas ?? []).some(({ href, where }) => isStore.test(href) && where.region !== 'footer')
}
