/** Steps that the small site offers; each can be taken away. */
export const siteSteps = [
  'newsletter',
  'contact-form',
  'phone',
  'trial',
  'demo',
  'share',
  'video',
  'prices',
  'search',
  'faq',
] as const
export type SiteStep = (typeof siteSteps)[number]

export interface SmallSiteOptions {
  without?: readonly SiteStep[]
  /** Further articles. */
  moreArticles?: number
  /** Appended to every class name, as a build with hashed styles does. */
  classSuffix?: string
}

/** A little SaaS site of our own: every page by path. Plain, so that only what is switched changes. */
export function smallSite({ without = [], moreArticles = 0, classSuffix = '' }: SmallSiteOptions = {}): Map<
  string,
  string
> {
  const has = (step: SiteStep): boolean => !without.includes(step)
  const c = (name: string): string => `class="${name}${classSuffix}"`
  const button = (href: string, text: string): string => `<a ${c('btn')} href="${href}">${text}</a>`

  const newsletter = has('newsletter')
    ? `<form ${c('news')} action="/subscribe" method="post"><h2>Get our newsletter</h2><p>One short letter a month on keeping bees. Unsubscribe at any time.</p><label for="news">E-mail address</label><input id="news" type="email" name="email" autocomplete="email" required><button>Subscribe</button></form>`
    : ''
  const phone = has('phone') ? '<a href="tel:+442071234567">+44 20 7123 4567</a>' : ''
  const search = has('search')
    ? '<form role="search" action="/search"><label for="q">Search</label><input id="q" type="search" name="q"><button>Search</button></form>'
    : ''
  const links = [
    ['/', 'Home'],
    ['/product', 'Product'],
    ['/pricing', 'Pricing'],
    ['/blog/', 'Blog'],
    ['/about', 'About us'],
    ['/contact', 'Contact'],
    ...(has('faq') ? [['/faq', 'Questions']] : []),
  ]
  const page = (path: string, title: string, main: string, head = ''): [string, string] => [
    path,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} – Hivelog</title><meta name="description" content="${title}: what Hivelog does for people who keep bees, and how to begin with it today."><meta name="viewport" content="width=device-width,initial-scale=1"><meta property="og:title" content="${title}"><meta property="og:description" content="Hivelog keeps the diary of your hives."><meta property="og:image" content="https://hivelog.test/preview/${encodeURIComponent(title)}.png">${head}<style>${style(classSuffix)}</style></head><body><header><a href="/">Hivelog</a><nav>${links.map(([href, text]) => `<a href="${href}">${text}</a>`).join(' ')}</nav>${phone}${search}</header><main>${main}</main><footer><p>Hivelog Ltd, 12 Mead Lane, Bath</p><a href="/privacy">Privacy</a> <a href="https://www.linkedin.com/company/hivelog">LinkedIn</a></footer></body></html>`,
  ]
  const actions = `${has('trial') ? button('/signup', 'Start your free trial') : ''} ${has('demo') ? button('/demo', 'Book a demo') : ''}`
  const prices = has('prices') ? '<p>Solo costs £9 a month. Team costs £29 a month.</p>' : ''
  const text = (about: string): string =>
    `<p>${about} The diary fills itself while you work: hold the phone to the hive, say what you see, and it files the note under the right colony with the weather of the day.</p><p>Keepers who write things down lose fewer colonies over winter, because they see in August what is missing in February. That is all that this is about.</p>`

  const articles = Array.from({ length: 4 + moreArticles }, (_, index) => `/blog/${articleName(index)}`)
  const shareLinks = (path: string): string =>
    has('share')
      ? `<p>Share this: <a href="https://www.facebook.com/sharer/sharer.php?u=https://hivelog.test${path}">Share on Facebook</a> <a href="mailto:?subject=Read this&body=https://hivelog.test${path}">Share by e-mail</a></p>`
      : ''

  return new Map([
    page(
      '/',
      'The diary of your hives',
      `<h1>The diary of your hives</h1>${text('Hivelog listens.')}<p>${actions} ${button('/product', 'See how it works')}</p>${has('video') ? '<video controls poster="/poster.jpg" src="/tour.mp4" title="Tour"><track kind="captions" src="/tour.vtt"></video>' : ''}<blockquote><p>“I stopped guessing.” — Ann Field, keeper of 30 hives</p></blockquote>${newsletter}`,
    ),
    page(
      '/product',
      'Product',
      `<h1>What it does</h1>${text('Hivelog is an app for phones.')}<p>${actions} ${button('/pricing', 'See prices')}</p>`,
    ),
    page(
      '/pricing',
      'Pricing',
      `<h1>Pricing</h1><section><h2>Solo</h2>${prices}${actions}</section><section><h2>Team</h2><p>For clubs and farms.</p>${actions}</section>`,
    ),
    page(
      '/blog/',
      'Blog',
      `<h1>Blog</h1>${articles.map((path, index) => `<article><h2><a href="${path}">${articleTitle(index)}</a></h2><time datetime="2026-0${(index % 9) + 1}-02">${(index % 9) + 1}/2/2026</time><p>A short summary of the post.</p></article>`).join('')}${newsletter}`,
    ),
    ...articles.map((path, index) =>
      page(
        path,
        articleTitle(index),
        `<article><h1>${articleTitle(index)}</h1><p>By Ann Field, <time datetime="2026-0${(index % 9) + 1}-02">${(index % 9) + 1}/2/2026</time></p>${text('Bees need little.').repeat(4)}${shareLinks(path)}<p>${button('/product', 'See how Hivelog keeps notes')}</p></article>${newsletter}`,
        '<meta property="og:type" content="article">',
      ),
    ),
    page(
      '/about',
      'About us',
      `<h1>About us</h1>${text('We are three keepers and a programmer.')}<p>${button('/contact', 'Write to us')}</p>`,
    ),
    page(
      '/contact',
      'Contact',
      `<h1>Contact</h1>${has('contact-form') ? '<form action="/send" method="post"><label for="name">Your name</label><input id="name" name="name" autocomplete="name"><label for="mail">E-mail address</label><input id="mail" type="email" name="email" autocomplete="email" required><label for="message">Message</label><textarea id="message" name="message" required></textarea><p>We answer within one working day.</p><button>Send message</button></form>' : '<p>Find us on the market in Bath.</p>'}`,
    ),
    page(
      '/signup',
      'Start your trial',
      has('trial')
        ? '<h1>Start your free trial</h1><form action="/signup" method="post"><label for="m">E-mail address</label><input id="m" type="email" name="email" autocomplete="email" required><label for="p">Password</label><input id="p" type="password" name="password" autocomplete="new-password" required><p>No card needed. Cancel at any time.</p><button>Start free trial</button></form>'
        : '<h1>Not yet</h1><p>We are not taking new keepers.</p>',
    ),
    page(
      '/demo',
      'Book a demo',
      has('demo')
        ? '<h1>Book a demo</h1><form action="/demo" method="post"><label for="dm">Work e-mail</label><input id="dm" type="email" name="email" autocomplete="email" required><p>A call of 20 minutes. No obligation.</p><button>Book my demo</button></form>'
        : '<h1>No demos</h1><p>We are all in the field.</p>',
    ),
    ...(has('faq')
      ? [
          page(
            '/faq',
            'Frequently asked questions',
            '<h1>Frequently asked questions</h1><h2>Does it work without a signal?</h2><p>Yes, notes are sent when you are back.</p><h2>Can I take my notes with me?</h2><p>Yes, as a spreadsheet.</p><h2>Who reads my notes?</h2><p>You do.</p><p><a href="/contact">Ask us something else</a></p>',
          ),
        ]
      : []),
    page('/privacy', 'Privacy', '<h1>Privacy</h1><p>We keep what you say and nothing else.</p>'),
  ])
}

function articleName(index: number): string {
  return (
    ['first-frost', 'feeding-in-august', 'why-bees-swarm', 'reading-a-frame'][index] ??
    `note-${String.fromCharCode(97 + index)}`
  )
}

function articleTitle(index: number): string {
  return (
    ['First frost', 'Feeding in August', 'Why bees swarm', 'Reading a frame'][index] ??
    `Note ${String.fromCharCode(65 + index)}`
  )
}

function style(suffix: string): string {
  return `body{font:18px/1.5 Arial,sans-serif;margin:0 auto;max-width:42rem;padding:0 16px;color:#222;background:#fff}nav a,footer a,header a{display:inline-block;padding:6px}.btn${suffix},button{display:inline-block;padding:14px 22px;background:#7a3b00;color:#fff;border:0;font:inherit;text-decoration:none}label{display:block}input,textarea{font:inherit;padding:10px;width:100%;box-sizing:border-box}video{width:100%;height:240px}`
}
