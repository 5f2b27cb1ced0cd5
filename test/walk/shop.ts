import type { IncomingMessage, ServerResponse } from 'node:http'
import { startSmallSite, type SmallSite } from '../visit/small-site.ts'

/** A shop of lamps: product, cart by POST, checkout, and an order that nobody may ever send. */
export interface Shop extends SmallSite {
  /** What was put into carts, by visitor. */
  carts: Map<string, number>
  orders: number
}

const page = (
  title: string,
  main: string,
): string => `<!doctype html><html lang="en"><head><title>${title} – Lamps</title>
  <meta name="viewport" content="width=device-width, initial-scale=1"><style>
  @media (max-width: 600px) { nav a { display: none } nav.open a { display: inline } } @media (min-width: 601px) { #menu { display: none } }
  </style></head><body><header><nav id="nav"><a href="/">Lamps</a> <a href="/cart">Cart</a> <a href="/gone">Sale</a></nav>
  <button id="menu" aria-controls="nav" aria-expanded="false" onclick="nav.classList.add('open')">Menu</button></header>
  <main><h1>${title}</h1>${main}</main><footer><a href="/terms">Terms</a></footer></body></html>`

/** Opens the shop on a free port. */
export async function openShop(): Promise<Shop> {
  const carts = new Map<string, number>()
  const visitorOf = (request: IncomingMessage): string => /visitor=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const html = (response: ServerResponse, text: string, status = 200): unknown =>
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(text)
  const shop: Shop = Object.assign(
    await startSmallSite({
      '/': page(
        'Lamps',
        '<p>Lamps that last.</p><a href="/lamps/blue">Blue lamp</a> <a href="/lamps/green">Green lamp</a>',
      ),
      '/terms': page('Terms', '<p>All about orders.</p>'),
      '/lamps/green': page('Green lamp', '<p>Sold out.</p>'),
      '/lamps/blue': page(
        'Blue lamp',
        `<p>A lamp. 49 EUR</p><form action="/cart/add" method="post"><label for="size">Size</label>
        <select id="size" name="size"><option>S</option><option>M</option></select>
        <fieldset><legend>Shade</legend><label><input type="radio" name="shade" value="p"> Paper</label>
        <label><input type="radio" name="shade" value="g"> Glass</label></fieldset>
        <div style="height:1500px"></div><button>Add to basket</button></form>`,
      ),
      '/cart/add': (request, response) => {
        const visitor = visitorOf(request) || `v${carts.size + 1}`
        carts.set(visitor, (carts.get(visitor) ?? 0) + 1)
        response.writeHead(303, { location: '/cart', 'set-cookie': `visitor=${visitor}; Path=/` }).end()
      },
      '/cart': (request, response) => {
        const count = carts.get(visitorOf(request)) ?? 0
        const line = `<p>${count} item</p><table><tr><td>Blue lamp</td><td><input type="number" name="qty" value="${count}" aria-label="Quantity"></td><td>49 EUR</td></tr></table>
          <p>Total 49 EUR</p><a href="/checkout">Checkout</a>`
        html(response, page('Your cart', count > 0 ? line : '<p>Your cart is empty.</p>'))
      },
      '/checkout': page(
        'Checkout',
        `<form action="/place-order" method="post"><label>E-mail <input type="email" name="email" required></label>
        <label>Street <input name="street" autocomplete="street-address"></label><label>Card number <input name="cc" autocomplete="cc-number"></label>
        <button>Pay now</button></form>
        <div id="ad" style="position:fixed;inset:0;background:#fffc"><h2>Wait!</h2><p>Ten per cent off.</p><button onclick="ad.remove()">No thanks</button></div>`,
      ),
      '/place-order': (_request, response) => {
        shop.orders++
        html(response, page('Thank you', '<p>Your order is on its way.</p>'))
      },
    }),
    { carts, orders: 0 },
  )
  return shop
}
