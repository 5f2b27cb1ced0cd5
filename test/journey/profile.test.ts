import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import { guessProfile, guessTrade } from '../../src/journey/profile.ts'
import type { SeenPage } from '../../src/journey/seen-page.ts'
import { readKnowledge } from '../../src/knowledge.ts'

const { journey, vocabularies, vendors } = await readKnowledge()

/** Pages of a small site, the start page first; a page is its title and body. */
function site(language: string, ...bodies: { title: string; body: string }[]): SeenPage[] {
  return bodies.map(({ title, body }, index) => {
    const url = `https://example.test/${index === 0 ? '' : `page-${index}`}`
    const html = `<html lang="${language}"><head><title>${title}</title></head><body>${body}</body></html>`
    const { facts } = extractFacts({ url, html, vocabularies, vendors, given: { language } })
    if (facts.page) facts.page.isHome = index === 0
    return {
      key: url,
      url,
      facts,
      rendered: true,
      depth: index === 0 ? 0 : 1,
      host: 'example.test',
      hostRole: 'main',
      template: '',
    }
  })
}

function guess(pages: SeenPage[]): { profiles: string[]; trade: string } {
  const { profiles } = guessProfile(pages, [], journey, vocabularies)
  return { profiles, trade: guessTrade(pages, undefined, journey, profiles, vocabularies) }
}

test('a trade that names itself on every page is a local firm', () => {
  const pages = site(
    'de',
    { title: 'Sonne Gebäudereinigung', body: '<main><h1>Wir putzen</h1></main>' },
    { title: 'Über uns | Sonne Gebäudereinigung', body: '<main><h1>Über uns</h1></main>' },
  )
  expect(guess(pages)).toEqual({ profiles: ['local'], trade: 'crafts' })
})

test('volunteers and gifts make a non-profit', () => {
  const pages = site('nl', {
    title: 'Speurteam Noord',
    body: '<main><h1>Word vrijwilliger</h1><p>Ons team zoekt.</p><a class="button" href="/steun">Doneer nu</a></main>',
  })
  expect(guess(pages).profiles).toEqual(['nonprofit'])
})

test('a lawyer by name, without structured data', () => {
  const pages = site('fr', {
    title: 'Dupont Avocat – droit du travail',
    body: '<main><h1>Vos droits</h1><form method="post"><label>E-mail <input name="email" type="email"></label><label>Message <textarea name="message"></textarea></label><button>Envoyer</button></form></main>',
  })
  expect(guess(pages).trade).toBe('legal')
})

test('software for lawyers is no law firm', () => {
  const pages = site('en', {
    title: 'Brief: software for law firms',
    body: '<main><h1>Software that every lawyer likes</h1><a class="button" href="/trial">Start your free trial</a></main>',
  })
  expect(guess(pages)).toEqual({ profiles: ['saas'], trade: 'general' })
})

test('a word in the text of one page decides nothing', () => {
  const pages = site('en', {
    title: 'Acme',
    body: '<main><h1>We make anvils</h1><p>Our founder once ran a restaurant, a hotel and a charity shop.</p></main>',
  })
  expect(guess(pages)).toEqual({ profiles: [journey['default-profile']], trade: 'general' })
})

test('names are read in English where the page’s own language has no vocabulary', () => {
  const pages = site(
    'ru',
    { title: 'North Gym', body: '<main><p>Лучший зал города ждёт вас каждый день с утра до вечера.</p></main>' },
    { title: 'North Gym', body: '<main><p>Мы открылись десять лет назад и любим своё дело.</p></main>' },
  )
  expect(guess(pages).profiles).toEqual(['local'])
})

test('three dated articles beside a start page make no publisher, six do', () => {
  const story = (title: string) => ({
    title,
    body: `<main><article><h1>${title}</h1><time datetime="2026-03-01">1 March 2026</time><p>${'Oil the wood twice a year and let it dry. '.repeat(40)}</p></article></main><script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"${title}"}</script>`,
  })
  const home = { title: 'Woodhouse', body: '<main><h1>Woodhouse</h1></main>' }
  const stories = ['Oil a table', 'Wax a floor', 'Mend a chair', 'Glue a shelf', 'Sand a door', 'Paint a gate'].map(
    story,
  )
  expect(guess(site('en', home, ...stories.slice(0, 3))).profiles).not.toContain('publisher')
  expect(guess(site('en', home, ...stories)).profiles).toEqual(['publisher'])
})

test('a declared profile and trade stand', () => {
  const pages = site('en', { title: 'North Gym', body: '' })
  expect(guessProfile(pages, ['saas'], journey, vocabularies).profiles).toEqual(['saas'])
  expect(guessTrade(pages, 'medical', journey, ['saas'], vocabularies)).toBe('medical')
})

test('who compares what others sell is no shop', () => {
  const buy = (shop: string): string =>
    `<li>Oak lamp €49.00 <a class="button" href="https://${shop}/oak">Buy now</a></li>`
  const offers = `<ul>${['one.test', 'two.test', 'three.test'].map(buy).join('')}</ul>`
  const product =
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Oak lamp","offers":{"@type":"Offer","price":"49","priceCurrency":"EUR"}}</script>'
  const pages = site(
    'en',
    { title: 'Lamp guide', body: `<main><h1>Lamps side by side</h1>${offers}</main>${product}` },
    { title: 'Oak lamps', body: `<main><h1>Oak lamps</h1>${offers}</main>${product}` },
  )
  expect(guess(pages).profiles).not.toContain('ecommerce')
})

test('things to buy with their prices make a shop, though nothing is called a cart', () => {
  const card = (name: string): string =>
    `<div class="card"><h3>${name}</h3><p>€49.00</p><a class="button" href="/products">Buy now</a></div>`
  const pages = site(
    'en',
    { title: 'Bear & Co', body: `<main><h1>Bestsellers</h1>${['Bear', 'Robot', 'Doll'].map(card).join('')}</main>` },
    {
      title: 'Your cart',
      body: '<main><h1>Your cart</h1><p>Your cart is empty.</p></main><a href="/cart.html">Cart</a>',
    },
  )
  expect(guess(pages).profiles).toEqual(['ecommerce'])
})

test('a used-car dealer is a local firm, and an office of engineers takes enquiries', () => {
  const call = '<footer><a href="tel:+31101234567">010 123 45 67</a></footer>'
  const dealer = site('nl', { title: 'Anna | Exclusieve occasions', body: `<main><h1>Vind uw auto</h1></main>${call}` })
  expect(guess(dealer).profiles).toEqual(['local'])
  const office = site(
    'de',
    { title: 'Ingenieurbüro Weber', body: '<main><h1>Statik</h1></main>' },
    { title: 'Hallenbau | Ingenieurbüro Weber', body: '<main><h1>Hallenbau</h1></main>' },
  )
  expect(guess(office).profiles).toEqual(['lead-gen'])
})

test('what nothing spoke for is called assumed', () => {
  const pages = site('en', { title: 'Acme', body: '<main><h1>We make anvils</h1></main>' })
  expect(guessProfile(pages, [], journey, vocabularies)).toMatchObject({ assumed: true, confidence: 0.3 })
})

test('who writes software for others sells advice, who lets others try it sells software', () => {
  const demo = '<main><h1>Built for you</h1><a class="button" href="/demo">Book a demo</a></main>'
  expect(guess(site('en', { title: 'Acme, software development company', body: demo })).profiles).toEqual(['lead-gen'])
  const plans = `<main><h1>Cloud hosting for everyone</h1><a class="button" href="/trial">Start your free trial</a></main>`
  expect(guess(site('en', { title: 'Acme cloud hosting', body: plans })).profiles).toEqual(['saas'])
})

test('who manages homes for their owners lets none', () => {
  const pages = site('en', {
    title: 'Acme property management',
    body: '<main><h1>Vacation rental homes, looked after</h1><form method="post"><label>E-mail <input name="email" type="email"></label><label>Message <textarea name="message"></textarea></label><button>Send</button></form></main>',
  })
  expect(guess(pages)).toEqual({ profiles: ['lead-gen'], trade: 'real-estate' })
})

test('things to buy that all lead to the contact page are sold by quote', () => {
  const data =
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Oak","offers":{"@type":"Offer","price":"19000","priceCurrency":"EUR"}}</script>'
  const card = (name: string): string =>
    `<div class="card"><h3>${name}</h3><p>€19,000</p><a class="button" href="/page-1">Buy now</a></div>`
  const pages = site(
    'en',
    { title: 'Acme cars', body: `<main><h1>Cars</h1>${card('Oak')}${card('Elm')}${card('Ash')}</main>${data}` },
    {
      title: 'Contact',
      body: '<main><h1>Contact us</h1><form method="post"><label>E-mail <input name="email" type="email"></label><label>Message <textarea name="message"></textarea></label><button>Send message</button></form></main>',
    },
  )
  expect(guess(pages).profiles).not.toContain('ecommerce')
})
