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

test('a declared profile and trade stand', () => {
  const pages = site('en', { title: 'North Gym', body: '' })
  expect(guessProfile(pages, ['saas'], journey, vocabularies).profiles).toEqual(['saas'])
  expect(guessTrade(pages, 'medical', journey, ['saas'], vocabularies)).toBe('medical')
})
