import { describe, expect, it, test } from 'vitest'
import { madeJourney, origin, pageOf, type MadePage } from './made-site.ts'

const form = (button: string) =>
  `<form method="post"><label>Name <input name="name"></label><label>E-mail <input type="email" name="email"></label><label>Message <textarea name="message"></textarea></label><button>${button}</button></form>`
const contact: MadePage = { type: 'contact', main: `<h1>Contact</h1>${form('Send message')}` }
const text = (words: number): string => `<p>${'word '.repeat(words)}</p>`

describe('loops', () => {
  const home: MadePage = { main: '<a href="/oak">Oak</a> <a class="button" href="/contact">Contact us</a>' }
  const guide = (to: string, more = ''): MadePage => ({
    type: 'article',
    title: to,
    main: `<h1>Guide</h1><p>Read <a href="${to}">the next guide</a>.</p>${more}`,
  })

  it('are pages that lead only to each other', () => {
    const { site } = madeJourney({
      '/': home,
      '/oak': guide('/ash'),
      '/ash': guide('/elm'),
      '/elm': guide('/oak'),
      '/contact': contact,
    })
    expect(site.loops.map(({ urls }) => urls)).toEqual([['/ash', '/elm', '/oak'].map((path) => origin + path)])
  })

  it('are none where one of them leads out', () => {
    const { site } = madeJourney({
      '/': home,
      '/oak': guide('/ash'),
      '/ash': guide('/oak', '<a href="/contact">Ask us</a>'),
      '/contact': contact,
    })
    expect(site.loops).toEqual([])
  })

  it('are none where something can be done on one of them', () => {
    const { site } = madeJourney({
      '/': home,
      '/oak': guide('/ash'),
      '/ash': guide('/oak', form('Send message')),
      '/contact': contact,
    })
    expect(site.loops).toEqual([])
  })

  it('are none where one leads to a page that was not looked at', () => {
    const { site } = madeJourney(
      { '/': home, '/oak': guide('/ash'), '/ash': guide('/oak', '<a href="/deep">Deeper</a>'), '/contact': contact },
      { left: { '/deep': 'max-pages' } },
    )
    expect(site.loops).toEqual([])
  })
})

describe('leaks', () => {
  const leaks = (main: string, over: Partial<MadePage> = {}): string[] =>
    pageOf(
      madeJourney({ '/': { main: '<a href="/lamp">Lamp</a>' }, '/lamp': { type: 'product', main, ...over } }),
      '/lamp',
    ).leaks.map(({ to }) => to)

  it('are links of the content to strangers', () => {
    expect(leaks('<p>Made by <a href="https://maker.test/">Maker</a></p>')).toEqual(['https://maker.test/'])
  })

  it('are not hand-overs, own hosts, profiles, or what the footer links to as well', () => {
    const main = `<a href="https://calendly.com/lamps/visit">Book a visit</a> <a href="https://lamps.example.com/">Our shop abroad</a>
      <a href="https://www.facebook.com/lamps">Facebook</a> <a href="https://partner.test/x">Our fitter</a>`
    expect(leaks(main, { footer: '<a href="https://partner.test/">Fitted by Partner</a>' })).toEqual([])
  })

  it('are no matter on pages that only inform', () => {
    expect(leaks('<p>Made by <a href="https://maker.test/">Maker</a></p>', { type: 'article' })).toEqual([])
  })
})

test('a form for one product of many is as deep as the form itself', () => {
  const quote = (over: Partial<MadePage> = {}): MadePage => ({ ...contact, title: 'Ask for a price', ...over })
  const journey = madeJourney({
    '/': { main: '<a href="/quote">Ask for a price</a>' },
    '/quote?lamp=12': quote({ depth: 3 }),
    '/terms?of=sale': quote({ title: 'Terms', depth: 3 }),
  })
  expect(pageOf(journey, '/quote?lamp=12').depth).toBe(1)
  expect(pageOf(journey, '/terms?of=sale').depth).toBe(3)
})

describe('hard sells', () => {
  const isHard = (main: string, type: MadePage['type'] = 'service'): boolean =>
    pageOf(
      madeJourney({
        '/': { main: '<a href="/x">X</a>' },
        '/x': { type, main },
        '/contact': contact,
        '/guide': { type: 'article', main: 'Guide' },
      }),
      '/x',
    ).hardSell

  it('ask for the order before they inform', () => {
    expect(isHard('<h1>Lamps!</h1><a class="button" href="/contact">Request a quote</a>')).toBe(true)
  })

  it('are none where the page informs, names a price or offers a smaller step', () => {
    const ask = '<a class="button" href="/contact">Request a quote</a>'
    expect(isHard(`<h1>Lamps</h1>${text(200)}${ask}`)).toBe(false)
    expect(isHard(`<h1>Lamps</h1><p>From $40.00 a piece</p>${ask}`)).toBe(false)
    expect(isHard(`<h1>Lamps</h1>${ask}<a href="/guide">How to choose a lamp</a>`)).toBe(false)
    expect(isHard('<h1>Lamps</h1><a class="button" href="/contact">Book a free consultation</a>')).toBe(false)
    expect(isHard(`<h1>Lamps</h1>${form('Send message')}`)).toBe(false)
    expect(isHard(`<h1>Notes on lamps</h1>${ask}`, 'blog-index')).toBe(false)
  })

  it('are none on pages made for the ask', () => {
    expect(isHard(contact.main, 'contact')).toBe(false)
  })
})

describe('orphans', () => {
  const pages: Record<string, MadePage> = {
    '/': { main: '<a href="/oak">Oak</a>' },
    '/oak': { type: 'product', main: 'Oak' },
    '/ash': { type: 'product', main: 'Ash' },
    '/note': { type: 'article', main: 'Note' },
  }
  const sitemap = Object.keys(pages).map((path) => origin + path)

  it('are pages of a sitemap that nothing links to; those that sell are named apart', () => {
    const { site } = madeJourney(pages, { sitemap })
    expect([site.orphanPages, site.moneyOrphans]).toEqual([[`${origin}/ash`, `${origin}/note`], [`${origin}/ash`]])
  })

  it('are not named where a cap ended the crawl: an unread page may link to them', () => {
    expect(madeJourney(pages, { sitemap, left: { '/list': 'max-pages' } }).site.moneyOrphans).toEqual([])
  })
})

describe('promises', () => {
  const broken = (target: MadePage): string[] =>
    pageOf(
      madeJourney({
        '/': { main: '<a class="button" href="/demo">Request a demo</a>' },
        '/demo': target,
        '/contact': contact,
      }),
      '/',
    ).brokenPromises.map(({ promise }) => promise)

  it('are broken by a page that has nothing of the kind', () => {
    expect(
      broken({
        type: 'article',
        main: `<h1>How we work</h1>${text(50)}`,
        header: '<a class="button" href="/demo">Request a demo</a>',
      }),
    ).toEqual(['demo-request'])
  })

  it('are kept by a form, a number, a further step, or a service of somebody else', () => {
    expect(broken({ main: contact.main })).toEqual([])
    expect(broken({ main: '<p>Call us: <a href="tel:+442079460000">020 7946 0000</a></p>' })).toEqual([])
    expect(broken({ main: '<a class="button" href="/contact">Contact us</a>' })).toEqual([])
    expect(broken({ main: '<iframe src="https://calendly.com/lamps/demo"></iframe>' })).toEqual([])
  })

  it('are believed of a page that was not seen as visitors see it', () => {
    expect(broken({ main: 'Nothing here', rendered: false })).toEqual([])
  })
})

describe('dead links', () => {
  it('on the way to a purchase are told apart', () => {
    const { site } = madeJourney(
      {
        '/': { main: '<a href="/oak">Oak</a>', header: '<nav><a href="/prices">Prices</a></nav>' },
        '/oak': { type: 'article', main: '<a href="/gone">Old guide</a>' },
      },
      { left: { '/prices': 'not-found', '/gone': 'not-found' } },
    )
    expect(site.deadLinks.map(({ text: label, onPath }) => [label, onPath])).toEqual([
      ['Old guide', false],
      ['Prices', true],
    ])
  })

  it('of a page that sells stand first', () => {
    const { site } = madeJourney(
      {
        '/': { main: '<a href="/oak">Oak</a>', header: '<nav><a href="/about">About</a></nav>' },
        '/oak': { type: 'product', main: '<a href="/sizes">Sizes</a>' },
      },
      { left: { '/about': 'not-found', '/sizes': 'not-found' } },
    )
    expect(site.deadLinks.map(({ text: label }) => label)).toEqual(['Sizes', 'About'])
  })

  it('are none where a template was not filled in', () => {
    const { site } = madeJourney(
      { '/': { main: '<a href="/%7B%7B%20page.url%20%7D%7D">Read</a>' } },
      { left: { '/%7B%7B%20page.url%20%7D%7D': 'not-found' } },
    )
    expect(site.deadLinks).toEqual([])
  })
})

describe('what a site shows', () => {
  it('names a sample of a number, and networks that lead nowhere', () => {
    const { site } = madeJourney({
      '/': {
        main: '<h1>Lamps</h1>',
        footer: '<a href="#" aria-label="Facebook"><i class="fab fa-facebook"></i></a><p>Phone: +1 234 567 890</p>',
      },
    })
    expect(site).toMatchObject({ samplePhone: true, deadProfiles: true, appOnly: false })
  })

  it.each(['<a href=""><i class="fab fa-instagram"></i></a>', '<a href="https://www.facebook.com/">Facebook</a>'])(
    'leads to no profile: %s',
    (footer) => {
      expect(madeJourney({ '/': { main: '<h1>Lamps</h1>', footer } }).site.deadProfiles).toBe(true)
    },
  )

  it('is an app from a store where nothing can be had on the site', () => {
    const { site } = madeJourney({
      '/': { main: '<h1>Lamps</h1><a class="button" href="https://apps.apple.com/app/id1">Download the app</a>' },
    })
    expect(site.appOnly).toBe(true)
  })

  it('owes nothing by a profile that is only assumed', () => {
    const { site } = madeJourney(
      { '/': { main: '<h1>Lamps</h1>' } },
      { declared: { goals: [], profile: [], trade: undefined, consideration: 'unknown' } },
    )
    expect(site).toMatchObject({ profiles: [], profileConfidence: 0.3 })
  })
})

describe('depth', () => {
  it('is counted from each kind of entry, over links and over steps', () => {
    const { depths, depthToGoal } = madeJourney(
      {
        '/': { main: '<a href="/oak">Oak</a>', header: '<nav><a href="/contact">Contact</a></nav>' },
        '/oak': { type: 'article', main: '<a href="/service">Our service</a>' },
        '/service': { type: 'service', main: '<a class="button" href="/contact">Contact us</a>' },
        '/contact': contact,
      },
      {
        declared: {
          goals: [{ microConversion: 'contact-form', url: `${origin}/contact` }],
          profile: ['lead-gen'],
          trade: undefined,
          consideration: 'unknown',
        },
      },
    )
    expect(depthToGoal).toBe(1)
    expect(depths.map(({ from, clicks, steps }) => [from, clicks, steps])).toEqual([
      ['home', 1, 1],
      ['article', 2, 2],
    ])
  })

  it('reaches a goal on another host', () => {
    const { depthToGoal } = madeJourney(
      {
        '/': { main: '<a href="/tickets">Tickets</a>' },
        '/tickets': { main: '<a href="https://tickets.test:8443/lamps">Buy tickets</a>' },
      },
      {
        declared: {
          goals: [{ microConversion: 'purchase', url: 'https://tickets.test:8443/lamps' }],
          profile: ['ecommerce'],
          trade: undefined,
          consideration: 'unknown',
        },
      },
    )
    expect(depthToGoal).toBe(2)
  })
})

describe('continuity', () => {
  it('counts pages of a kind that lead to a later stage', () => {
    const articles = Object.fromEntries(
      [1, 2, 3, 4, 5].map((number) => [
        `/guide-${number}`,
        {
          type: 'article' as const,
          title: `Guide ${number}`,
          main: `<h1>Guide ${number}</h1>${number === 1 ? '<a href="/service">Our service</a>' : 'Text'}`,
        },
      ]),
    )
    const { site } = madeJourney({ '/': { main: '' }, '/service': { type: 'service', main: 'x' }, ...articles })
    expect(site.continuity.map(({ type, pages, leading, share }) => [type, pages, leading, share])).toEqual([
      ['article', 5, 1, 20],
    ])
  })
})
