import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'
import { told, walkOn } from './shop-walks.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const toCart = [{ open: '/lamps/blue' }, { choose: { Size: 'M', Shade: 'glass' } }, { click: 'Add to basket' }]
const buy = [
  ...toCart,
  { expect: '1 item' },
  { expect: { items: 1 } },
  { expect: '/cart' },
  { click: 'Checkout', page: 'checkout' },
  { fill: { 'E-mail': 'anna@example.test' } },
  { 'stop-before': 'Pay now' },
]

describe('with the owner’s leave', () => {
  test.each(['desktop', 'mobile'] as const)(
    'a purchase is walked up to paying, and no further: %s',
    async (viewport) => {
      const walked = await walkOn(shop, buy, { viewport, allow: true })
      expect(told(walked)).toEqual([...Array.from({ length: 8 }, () => 'done'), 'stopped'])
      expect(walked.record.outcome).toBe('completed')
      expect(shop.orders).toBe(0)
      const [, , add, , , , , fill] = walked.record.steps
      expect(add).toMatchObject({
        number: 3,
        clicks: 1,
        url: `${shop.origin}/cart`,
        found: [{ name: 'Add to basket', by: 'text', match: 'exact', others: 0, region: 'main' }],
        requests: [{ method: 'POST', pathPattern: '/cart/add', fate: 'sent' }],
      })
      expect(add?.scrolls).toBeGreaterThan(0)
      expect(fill).toMatchObject({ fields: 1, overlays: ['Wait!'] })
      expect(walked.record.formFields).toBe(5)
      expect(walked.pages.map(({ target }) => [target.mode, new URL(target.url).pathname])).toEqual(
        ['/cart', '/checkout'].map((path) => [viewport === 'mobile' ? 'phone' : 'browser', path]),
      )
      expect(walked.pages[0]?.result.snapshot.html).toContain('1 item')
      expect(walked.pages[0]?.result.snapshot.layout?.mobile.width).toBe(390)
      for (const step of walked.record.steps) expect(walked.pictures.bytes.has(step.picture)).toBe(true)
      expect(JSON.stringify(walked.record)).not.toContain('anna@')
    },
  )

  test('an order is never sent, also when the steps say so', async () => {
    const walked = await walkOn(shop, [...buy.slice(0, -1), { click: 'Pay now' }, { expect: 'Thank you' }], {
      allow: true,
    })
    expect(told(walked).slice(-2)).toEqual(['held order Pay now', 'not-reached after-hold'])
    expect(walked.record.outcome).toBe('held')
    expect(shop.orders).toBe(0)
  })

  test('nor when a page sends it by itself', async () => {
    shop.answers['/eager'] = `<h1>Almost</h1><button onclick="fetch('/place-order', { method: 'POST' })">Go on</button>`
    const walked = await walkOn(shop, [{ open: '/eager' }, { click: 'Go on' }], { allow: true })
    expect(walked.record.steps[1]).toMatchObject({ state: 'held', reason: 'write-held' })
    expect(shop.orders).toBe(0)
  })
})

describe('without it', () => {
  test.each(['desktop', 'mobile'] as const)(
    'nothing is written, and what follows from that is not held against the site: %s',
    async (viewport) => {
      const before = shop.seen.length
      const walked = await walkOn(shop, buy, { viewport })
      expect(told(walked).slice(2, 5)).toEqual([
        `held write-held POST ${shop.host}/cart/add`,
        expect.stringMatching(/^not-reached after-hold/) as string,
        'not-reached after-hold',
      ])
      expect(walked.record.outcome).toBe('held')
      expect(shop.seen.slice(before).filter((line) => !line.startsWith('GET'))).toEqual([])
    },
  )

  test('the journey goes on where the page lets it', async () => {
    const steps = [
      ...toCart,
      { open: '/checkout' },
      { fill: { 'E-mail': 'anna@example.test' } },
      { 'stop-before': 'Pay now' },
    ]
    const walked = await walkOn(shop, steps)
    expect(walked.record.steps.map(({ state }) => state)).toEqual(['done', 'done', 'held', 'done', 'done', 'stopped'])
    expect(walked.record.outcome).toBe('completed')
  })
})

describe('a journey that breaks off', () => {
  test('says which step, what was looked for, and what is there instead', async () => {
    const walked = await walkOn(shop, [{ open: '/lamps/green' }, { click: 'Add to basket' }, { expect: '1 item' }])
    const [, failed, after] = walked.record.steps
    expect(walked.record.outcome).toBe('broken')
    expect(failed).toMatchObject({ number: 2, state: 'failed', reason: 'nothing-called-so', words: 'Add to basket' })
    expect(failed?.nearest).toEqual(['Lamps', 'Cart', 'Sale', 'Terms'])
    expect(walked.pictures.bytes.has(failed?.picture ?? '')).toBe(true)
    expect(after).toMatchObject({ state: 'not-reached', reason: 'after-failure', picture: '' })
  })

  test('names the error page that a link leads to', async () => {
    const walked = await walkOn(shop, [{ click: 'Sale' }, { expect: 'Sale' }])
    expect(told(walked)).toEqual(['done', 'failed error-page HTTP 404', 'not-reached after-failure'])
    expect(walked.record.steps.map(({ number }) => number)).toEqual([0, 1, 2])
  })

  test('names the option and the field that are not there', async () => {
    expect(told(await walkOn(shop, [{ open: '/lamps/blue' }, { choose: { Size: 'XXL' } }]))[1]).toBe(
      'failed no-such-option XXL',
    )
    const fill = await walkOn(shop, [{ open: '/lamps/blue' }, { fill: { Engraving: 'Anna' } }])
    expect(told(fill)[1]).toBe('failed nothing-called-so')
  })

  test('where parts of the page did not come, nothing is held against it', async () => {
    shop.answers['/lacking'] = `<h1>Lamps</h1><script src="http://nowhere.invalid/shop.js"></script>`
    const walked = await walkOn(shop, [{ open: '/lacking' }, { click: 'Add to basket' }])
    expect(told(walked)[1]).toBe('failed parts-missing nowhere.invalid')
    expect(walked.record.outcome).toBe('unfinished')
  })

  test('where robots.txt asks us to stay away, the walk ends', async () => {
    const walked = await walkOn(shop, [{ click: 'Terms' }, { expect: 'orders' }])
    expect(told(walked)).toEqual(['done', `held robots ${shop.origin}/terms`, 'not-reached after-hold'])
    expect(walked.pages).toEqual([])
  })

  test('a form that is not accepted says why', async () => {
    shop.answers['/quote'] =
      `<h1>Ask for a quote</h1><form action="/sent" method="get"><label>Your name <input required name="name"></label><button>Send</button></form>`
    const walked = await walkOn(shop, [{ open: '/quote' }, { click: 'Send' }])
    expect(told(walked)[1]).toMatch(/^failed refused-by-form Your name/)
  })
})

describe('finding things as a visitor does', () => {
  test('what a menu hides on a phone is brought up first', async () => {
    const walked = await walkOn(shop, [{ click: 'Cart' }, { expect: 'empty' }], { viewport: 'mobile' })
    expect(told(walked)).toEqual(['done', 'done', 'done'])
    expect(walked.record.steps[1]).toMatchObject({ clicks: 2, found: [{ name: 'Cart', region: 'nav' }] })
  })

  test('a link that would open another tab is followed in this one', async () => {
    shop.answers['/elsewhere'] = `<h1>Lamps</h1><a target="_blank" href="/lamps/green">Green lamp</a>`
    const walked = await walkOn(shop, [{ open: '/elsewhere' }, { click: 'Green lamp' }, { expect: 'Sold out' }])
    expect(walked.record.outcome).toBe('completed')
  })

  test('what a script draws later is waited for, and states of one address are told apart', async () => {
    shop.answers['/app'] = `<h1>Lamps</h1><main id="app"></main><script>
      const app = document.querySelector('#app')
      setTimeout(() => { app.innerHTML = '<button onclick="show()">Add to basket</button>' }, 900)
      const show = () => setTimeout(() => { document.querySelector('h1').textContent = 'Your basket'; app.innerHTML = '<p>1 lamp</p><button>Checkout</button>' }, 300)</script>`
    const walked = await walkOn(shop, [
      { open: '/app' },
      { click: 'Add to basket' },
      { expect: '1 lamp' },
      { 'stop-before': 'Checkout' },
    ])
    expect(walked.record.outcome).toBe('completed')
    expect(walked.pages).toHaveLength(1)
    expect(walked.pages[0]?.result.snapshot.html).toContain('Your basket')
  })

  test('a list of the site’s own making is opened, and a box is ticked', async () => {
    shop.answers['/own'] =
      `<h1>Lamps</h1><main><button aria-haspopup="listbox" onclick="list.hidden = false">Color</button>
      <ul id="list" role="listbox" hidden><li role="option" onclick="picked.textContent = 'Red it is'; list.hidden = true">Red</li></ul><p id="picked"></p>
      <label><input type="checkbox" style="opacity:0;position:absolute" onchange="gift.hidden = false"> Wrap it</label><p id="gift" hidden>With a bow</p></main>`
    const walked = await walkOn(shop, [
      { open: '/own' },
      { choose: { Color: 'Red' } },
      { expect: 'Red it is' },
      { choose: 'Wrap it' },
      { expect: 'With a bow' },
    ])
    expect(told(walked)).toEqual(['done', 'done', 'done', 'done', 'done'])
  })
})

test('a link that does something when it is opened is held as well, unless the owner allows it', async () => {
  shop.answers['/old'] = '<h1>Lamps</h1><a href="/old/cart?add-to-cart=3">Buy</a>'
  shop.answers['/old/cart'] = '<h1>Your cart</h1><p>1 lamp</p>'
  const steps = [{ open: '/old' }, { click: 'Buy' }, { expect: '1 lamp' }]
  const held = await walkOn(shop, steps)
  expect(told(held)).toEqual(['done', `held write-held GET ${shop.host}/old/cart`, 'not-reached after-hold'])
  expect(shop.seen).not.toContain('GET /old/cart?add-to-cart=3')
  const allowed = await walkOn(shop, steps, { allow: true })
  expect(allowed.record.outcome).toBe('completed')
  expect(allowed.pages).toHaveLength(1)
})

test('pages that plain links lead to are left to the crawl', async () => {
  const walked = await walkOn(shop, [{ click: 'Green lamp' }, { expect: 'Sold out' }])
  expect(walked.record.outcome).toBe('completed')
  expect(walked.pages).toEqual([])
})

test('a window of its own is followed in the same tab, and what lies over it is closed somehow', async () => {
  shop.answers['/windows'] = `<h1>Lamps</h1><button onclick="window.open('/lamps/green')">Green lamp</button>
    <div id="a" style="position:fixed;inset:0;background:#fff"><p>Join us</p><button onclick="a.remove()"><svg class="icon-close" width="9" height="9"></svg></button></div>
    <dialog id="b">Ten per cent off</dialog><script>b.showModal()</script>`
  const walked = await walkOn(shop, [{ open: '/windows' }, { click: 'Green lamp' }, { expect: 'Sold out' }])
  expect(told(walked)).toEqual(['done', 'done', 'done'])
  expect(walked.record.steps[1]?.overlays).toHaveLength(2)
})
