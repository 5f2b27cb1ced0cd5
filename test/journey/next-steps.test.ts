import { describe, expect, it } from 'vitest'
import { madeJourney, origin, pageOf, wayOnOf, type MadePage } from './made-site.ts'

const contact: MadePage = {
  type: 'contact',
  main: '<h1>Contact</h1><form method="post"><label>Name <input name="name"></label><label>E-mail <input type="email" name="email"></label><label>Message <textarea name="message"></textarea></label><button>Send message</button></form>',
}
const lamps: MadePage = { type: 'service', main: '<h1>Lamps</h1><p>We make lamps.</p>' }
const header =
  '<nav><a href="/">Home</a> <a href="/lamps">Lamps</a> <a class="button" href="/contact">Contact us</a></nav>'

const steps = (main: string, more: Record<string, MadePage> = {}) =>
  pageOf(madeJourney({ '/': { main }, '/lamps': lamps, '/contact': contact, ...more }), '/').nextSteps.map(
    ({ text, strength, stage, to }) => [text, strength, stage, to.replace(origin, '')],
  )

describe('next steps', () => {
  it('are ordered by what the eye is drawn to, not by where they stand', () => {
    const found = steps(
      '<p>See <a href="/lamps">our lamps</a>.</p><a class="btn button" href="/contact">Contact us</a>',
    )
    expect(found.map(([text]) => text)).toEqual(['Contact us', 'our lamps'])
  })

  it('carry the stage of where they lead, and what the site is for counts as purchase', () => {
    const found = steps('<a href="/lamps">Our lamps</a> <a class="button" href="/contact">Contact us</a>')
    expect(found).toContainEqual(['Our lamps', 'strong', 'evaluation', '/lamps'])
    expect(found).toContainEqual(['Contact us', 'strong', 'purchase', '/contact'])
  })

  it('leave out breadcrumbs, tags and links to legal pages or home', () => {
    const main = `<ol class="breadcrumb"><li><a href="/lamps">Lamps</a></li></ol>
      <p class="tag-links"><a rel="tag" href="/tag">oak</a></p> <p><a href="/privacy">How we use your data</a> <a href="/index">To the start</a></p>`
    expect(
      steps(main, {
        '/privacy': { type: 'legal', main: '<h1>Privacy</h1>' },
        '/tag': lamps,
        '/index': { type: 'legal', main: '' },
      }),
    ).toEqual([])
  })

  it('are weak in the header, and beside the content', () => {
    const journey = madeJourney({
      '/': { main: '<h1>Lamps</h1>', header },
      '/lamps': { ...lamps, main: '<h1>Lamps</h1><div class="related-posts"><a href="/oak">Oak lamps</a></div>' },
      '/oak': lamps,
      '/contact': contact,
    })
    expect(pageOf(journey, '/').nextSteps.map(({ text, strength }) => [text, strength])).toEqual([
      ['Contact us', 'weak'],
    ])
    expect(pageOf(journey, '/lamps').nextSteps.map(({ text, strength }) => [text, strength])).toEqual([
      ['Oak lamps', 'weak'],
    ])
  })

  it('are strong where they stand in a header that only this page has', () => {
    const journey = madeJourney({
      '/': {
        main: '<h2>Lamps</h2>',
        header: `${header}<a href="/lamps"><button class="big">See the lamps</button></a>`,
      },
      '/index.html': {
        main: '<h2>Lamps</h2>',
        header: `${header}<a href="/lamps"><button class="big">See the lamps</button></a>`,
      },
      '/lamps': { ...lamps, header },
      '/contact': { ...contact, header },
    })
    expect(pageOf(journey, '/').nextSteps.map(({ text, strength }) => [text, strength])).toEqual([
      ['See the lamps', 'strong'],
      ['Contact us', 'weak'],
    ])
  })

  it('are in doubt where what they lead to is gone', () => {
    const journey = madeJourney(
      { '/': { main: '<h1>Lamps</h1><a class="button" href="/old">Our lamps</a>' }, '/contact': contact },
      { left: { '/old': 'not-found' } },
    )
    expect(pageOf(journey, '/')).toMatchObject({ mayLeadOn: true, nextSteps: [] })
  })

  it('are not the links that every page of the site repeats in its content', () => {
    const pages = Object.fromEntries(
      ['/', '/a', '/b', '/c', '/d', '/lamps'].map((path) => [
        path,
        { ...lamps, main: `<p>${path}</p><a href="/lamps">Lamps</a><a href="/contact2">All our woods</a>` },
      ]),
    )
    const journey = madeJourney({ ...pages, '/contact2': lamps })
    expect(pageOf(journey, '/a').nextSteps).toEqual([])
  })

  it('are one when a page is reached under several queries', () => {
    const found = steps(
      '<a href="/plan?size=s">Small</a> <a href="/plan?size=m">Middle</a> <a href="/plan?size=l">Large</a>',
      {
        '/plan?size=s': { ...lamps, title: 'Plans' },
        '/plan?size=m': { ...lamps, title: 'Plans' },
        '/plan?size=l': { ...lamps, title: 'Plans' },
      },
    )
    expect(found.map(([text]) => text)).toEqual(['Small'])
  })

  it('are several when the query tells pages apart', () => {
    const found = steps('<a href="/?p=1">Oak</a> <a href="/?p=2">Ash</a>', {
      '/?p=1': { ...lamps, title: 'Oak lamps' },
      '/?p=2': { ...lamps, title: 'Ash lamps' },
    })
    expect(found.map(([text]) => text)).toEqual(['Oak', 'Ash'])
  })

  it('are not jumps within the page, nor links that a template left open', () => {
    expect(
      steps(
        '<a class="button" href="#more">Get started</a><h2 id="more">More</h2><a class="button" href="#!">Learn more</a>',
      ),
    ).toEqual([])
  })
})

describe('a way on', () => {
  const site = (main: string, left: Record<string, string> = {}, head = '') =>
    madeJourney(
      {
        '/': { main: '<a href="/oil">Oil</a>' },
        '/oil': { type: 'article', main, header: head },
        '/lamps': lamps,
        '/contact': contact,
      },
      { left },
    )

  it('is strong where the content leads on', () => {
    expect(wayOnOf(site('<p>Oil keeps oak. <a href="/lamps">Our lamps</a></p>'), '/oil')?.strength).toBe('strong')
  })

  it('is weak where only the header asks for something', () => {
    const journey = site('<p>Oil keeps oak.</p>', {}, header)
    expect([wayOnOf(journey, '/oil')?.strength, pageOf(journey, '/oil').deadEnd]).toEqual(['weak', false])
  })

  it('is none where neither does: a dead end', () => {
    const journey = site('<p>Oil keeps oak.</p>')
    expect([wayOnOf(journey, '/oil')?.strength, pageOf(journey, '/oil').deadEnd]).toEqual(['none', true])
  })

  it('is not known where the content leads to a page that a cap kept us from', () => {
    const journey = site('<p>Oil keeps oak. <a href="/deep">More on oil</a></p>', { '/deep': 'max-pages' })
    expect([wayOnOf(journey, '/oil'), pageOf(journey, '/oil').deadEnd]).toEqual([undefined, false])
  })

  it('is none where the only link leads to an error', () => {
    expect(wayOnOf(site('<p><a href="/gone">More on oil</a></p>', { '/gone': 'not-found' }), '/oil')?.strength).toBe(
      'none',
    )
  })

  it('is not known where a button does what we did not try', () => {
    expect(
      wayOnOf(site('<p>Oil keeps oak.</p><button class="btn btn-primary" type="button">Start</button>'), '/oil'),
    ).toBeUndefined()
  })

  it('is not known where nobody can tell what a form is for', () => {
    const form =
      '<form method="post"><label>Wood <input name="wood"></label><label>Colour <input name="colour"></label><button>Go</button></form>'
    expect(wayOnOf(site(`<p>Oil keeps oak.</p>${form}`), '/oil')?.strength).not.toBe('none')
  })

  it('is a form, wherever it leads', () => {
    expect(wayOnOf(site(contact.main), '/oil')?.strength).toBe('strong')
  })
})
