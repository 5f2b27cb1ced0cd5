/** A kind of page that is made to be hard, by how many times its hard part stands in it. */
export interface HostileMarkup {
  name: string
  /** How many times at full size. */
  times: number
  html(times: number): string
}

const nested = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times)

/** Things nested in each other for machines: `{"@type":"Thing","name":"x","about":{…}}`. */
function nestedThings(times: number): string {
  return nested('{"@type":"Offer","price":"9.90","offers":', '"end"', '}', times)
}

/** Pages that grow: work on them must grow no faster than they do. */
export const growing: HostileMarkup[] = [
  {
    name: 'links',
    times: 50_000,
    html: (times) => `<ul>${'<li><a href="/a">Tour of the town</a></li>'.repeat(times)}</ul>`,
  },
  {
    name: 'links to many places',
    times: 10_000,
    html: (times) =>
      Array.from(
        { length: times },
        (_, index) => `<a class="c${index}" href="/a/${index}?b=${index}">Tour ${index}</a>`,
      ).join(' '),
  },
  {
    name: 'links under elements of a name each',
    times: 10_000,
    html: (times) =>
      Array.from({ length: times }, (_, index) => `<x-${index}><a href="/a">Tour</a></x-${index}>`).join(''),
  },
  {
    name: 'buy forms',
    times: 2000,
    html: (times) =>
      '<form action="/cart/add" method="post"><input type="hidden" name="id" value="1"><input name="qty" value="1"><button>Add to cart</button></form>'.repeat(
        times,
      ),
  },
  {
    name: 'fields in one form',
    times: 20_000,
    html: (times) => `<form>${'<label>A <input name="a"></label>'.repeat(times)}</form>`,
  },
  {
    name: 'fields without a form',
    times: 5000,
    html: (times) => `<div>${'<p>E-mail <input name="email"> <button>Subscribe</button></p>'.repeat(times)}</div>`,
  },
  {
    name: 'options',
    times: 100_000,
    html: (times) =>
      `<form><label for=c>Country</label><select id=c name=country>${'<option value="de">Germany'.repeat(times)}</select><button>Send</button></form>`,
  },
  {
    name: 'paragraphs of 10 MB',
    times: 115_000,
    html: (times) =>
      '<p>The quick brown fox jumps over the lazy dog and thinks nothing of it, as foxes do.</p>'.repeat(times),
  },
  {
    name: 'one paragraph of 5 MB',
    times: 100_000,
    html: (times) => `<p>${'Only 9,90 € today, call +49 30 123456! '.repeat(times)}`,
  },
  { name: 'one word of 3 MB', times: 3_000_000, html: (times) => `<p>${'a'.repeat(times)}` },
  { name: 'blocks in each other', times: 200_000, html: (times) => '<div>'.repeat(times) },
  {
    name: 'blocks in each other with text',
    times: 10_000,
    html: (times) => `${'<div>buy now '.repeat(times)}<input name="q"><button>Go</button>`,
  },
  { name: 'a mess of inline elements', times: 8000, html: (times) => '<b><i><a href=x><font><p>'.repeat(times) },
  {
    name: 'unclosed cells',
    times: 10_000,
    html: (times) => `<table>${'<tr><td><a href="/a">9,90 €<td>'.repeat(times)}`,
  },
  {
    name: 'one class of 1 MB',
    times: 500_000,
    html: (times) =>
      `<form class="${'a '.repeat(times)}"><input placeholder="${'x'.repeat(times)}"><a class="btn ${'b-'.repeat(times)}" href="/">Buy now</a></form>`,
  },
  {
    name: 'data of 5 MB in an attribute',
    times: 5_000_000,
    html: (times) => `<p>Hello</p><img alt="x" src="data:image/png;base64,${'A'.repeat(times)}"><a href="/buy">Buy</a>`,
  },
  {
    name: 'one address of 1 MB',
    times: 100_000,
    html: (times) =>
      `<a href="/a?${'token=1&b=2&'.repeat(times)}">Buy now</a><form action="/${'b/'.repeat(times)}"><input name=email></form>`,
  },
  {
    name: 'one script of 3 MB',
    times: 100_000,
    html: (times) => `<script>${'window.a = "b@c.de"; call(1);\n'.repeat(times)}</script>`,
  },
  { name: 'only comments', times: 50_000, html: (times) => '<!-- a comment of a few words -->'.repeat(times) },
  { name: 'one open comment', times: 1_000_000, html: (times) => `<p>Hello</p><!-- ${'- '.repeat(times)}` },
  { name: 'one id for all', times: 20_000, html: (times) => '<label for="a">A</label><input id="a">'.repeat(times) },
  {
    name: 'labels in a circle',
    times: 10_000,
    html: (times) =>
      '<div id="a" aria-labelledby="b">a</div><div id="b" aria-labelledby="a">b</div><input aria-labelledby="a b">'.repeat(
        times,
      ),
  },
  {
    name: 'everything is named by the whole page',
    times: 3000,
    html: (times) =>
      `<div id="all">${'<p>Some words of the page <input aria-labelledby="all"> <a aria-labelledby="all" href="/x"><svg></svg></a></p>'.repeat(times)}</div>`,
  },
  {
    name: 'labels in labels',
    times: 3000,
    html: (times) => nested('<label>A', '<input name=a>', '</label>', times),
  },
  {
    name: 'right to left and without width',
    times: 20_000,
    html: (times) =>
      `<p dir=rtl>${'\u202e\u200b\u200fاتصل بنا \u200b0\u200b3\u200b0 \u2066x\u2069 '.repeat(times)}</p>`,
  },
  {
    name: 'a list for machines',
    times: 50_000,
    html: (times) =>
      `<script type="application/ld+json">{"@graph":[${'{"@type":"Product","name":"x","offers":{"price":"1"}},'.repeat(times)}{}]}</script>`,
  },
  {
    name: 'things in things for machines',
    times: 5000,
    html: (times) => `<script type="application/ld+json">${nestedThings(times)}</script>`,
  },
  {
    name: 'graphs in graphs',
    times: 5000,
    html: (times) =>
      `<script type="application/ld+json">${nested('{"@graph":[', '{"@type":"Product"}', ']}', times)}</script>`,
  },
  {
    name: 'items in items',
    times: 5000,
    html: (times) =>
      '<div itemscope itemtype="https://schema.org/Product"><span itemprop="name">x</span>'.repeat(times),
  },
  {
    name: 'many properties',
    times: 20_000,
    html: (times) =>
      `<div itemscope itemtype="https://schema.org/Product">${'<span itemprop="offers" itemscope><b itemprop=price>1</b></span>'.repeat(times)}</div>`,
  },
  { name: 'headings', times: 20_000, html: (times) => '<h2>Our <b>prices</b></h2>'.repeat(times) },
  {
    name: 'frames',
    times: 10_000,
    html: (times) => '<iframe src="https://video.example.test/embed/1" title="x"></iframe>'.repeat(times),
  },
  {
    name: 'pictures',
    times: 20_000,
    html: (times) => '<img src="/a.jpg" alt="A seal of quality" width=10>'.repeat(times),
  },
  {
    name: 'dialogs in dialogs',
    times: 300,
    html: (times) =>
      nested(
        '<div role=dialog class="modal popup">Subscribe <button>Close</button>',
        '<input name=email>',
        '</div>',
        times,
      ),
  },
  {
    name: 'cookie banners',
    times: 3000,
    html: (times) => '<div class="cookie-banner">We use cookies <button>Accept all</button></div>'.repeat(times),
  },
  {
    name: 'numbers',
    times: 50_000,
    html: (times) => `<p>${'030 1234567 '.repeat(times)}</p><p>${'1'.repeat(times)}</p>`,
  },
  {
    name: 'mail addresses',
    times: 50_000,
    html: (times) => `<p>${'a.b@c.example.test '.repeat(times)}</p><p>${'a.'.repeat(times)}@</p>`,
  },
  {
    name: 'spaces',
    times: 1_000_000,
    html: (times) => `<p>a${' '.repeat(times)}b</p><a href="${' '.repeat(times)}">x</a>`,
  },
  {
    name: 'quotes that never end',
    times: 100_000,
    html: (times) => `<p>${'"(“„ '.repeat(times)}</p><blockquote>${'* '.repeat(times)}</blockquote>`,
  },
  { name: 'stars', times: 20_000, html: (times) => '<span class="star">★</span>'.repeat(times) },
  { name: 'templates', times: 20_000, html: (times) => '<template><form><input></form></template>'.repeat(times) },
  { name: 'accents upon accents', times: 500_000, html: (times) => `<p>e${'\u0301'.repeat(times)}</p>` },
]

/** Pages of odd shapes; small. */
export const odd: [name: string, html: string][] = [
  ['nothing', ''],
  ['only text', 'hello'],
  ['only white space', ' \n\t '.repeat(50)],
  ['NUL bytes', '<form><input name="a\u0000b"><button>\u0000Send\u0000</button></form>'.repeat(20)],
  [
    'bytes of another character set',
    Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xfe, 0x80, 0xc3, 0x28, 0xe2, 0x82]).toString('utf8').repeat(50),
  ],
  ['bytes read as another character set', Buffer.from('<p>Größe wählen – 9,90 €</p>').toString('latin1')],
  ['no body', '<title>x</title><form><input></form>'],
  [
    'XHTML',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><form><input type="text" /></form></body></html>',
  ],
  ['a frameset', '<html><frameset cols="20%,80%"><frame src="/menu.html"><frame src="/main.html"></frameset></html>'],
  ['one id for all', '<label for="a">A</label><input id="a">'.repeat(500)],
  [
    'labels in a circle',
    '<div id="a" aria-labelledby="b"></div><div id="b" aria-labelledby="a"></div><input aria-labelledby="a b">'.repeat(
      100,
    ),
  ],
  ['a label for itself', '<label id="a" for="a" aria-labelledby="a"><input id="a" aria-labelledby="a"></label>'],
  ['deep tables', `${'<table><tr><td>'.repeat(30)}<form><input name="q"></form>${'</td></tr></table>'.repeat(30)}`],
  ['forms in forms', '<form><div><form><input></form></div></form>'.repeat(300)],
  [
    'controls of forms that are not there',
    '<input form="nobody"><button form="">Send</button><input form="__proto__">',
  ],
  [
    'names of what every object has',
    '<form id="__proto__"><input name="constructor" id="toString" class="hasOwnProperty valueOf"><button name="__proto__">Send</button></form><a id="constructor" href="/constructor" role="constructor">x</a><constructor></constructor>',
  ],
  [
    'properties of what every object has',
    '<script type="application/ld+json">{"@type":"__proto__","__proto__":{"@type":"constructor"},"constructor":[null,1,{"@type":["toString",null,{}]}]}</script><div itemscope itemtype="constructor"><b itemprop="__proto__">x</b></div>',
  ],
  [
    'JSON that is none',
    '<script type="application/ld+json">{"@type": "Product", "name": ,}</script><script type="application/ld+json">null</script><script type="application/ld+json">"x"</script>',
  ],
  [
    'a thing that is its own part',
    '<div itemscope itemtype="A" itemprop="b" id="a" itemref="a"><span itemprop="c">x</span></div>',
  ],
  [
    'lone surrogates',
    '<p>\ud800</p><input placeholder="\udfff"><a href="/\ud800">\ud800</a><img alt="\udc00" src="//\ud800">',
  ],
  [
    'addresses that are none',
    '<base href="http://[::bad"><a href="x">y</a><form action="http://["></form><a href="http://%">z</a><a href="tel:%E0%A4%A">call</a><a href="mailto:%E0%A4%A">mail</a><iframe src="//"></iframe><link rel=canonical href="http://[">',
  ],
  [
    'numbers that are none',
    '<input maxlength="-1" minlength="x" size="1e999" tabindex="99999999999999999999"><img width="NaN" height="-5"><a data-sl="x" href="/">a</a><td colspan="1e9">',
  ],
  [
    'prices that are none',
    '<p>€ 99999999999999999999999999999,99 — $0.00 — 1.2.3.4,5 EUR</p><meta itemprop="price" content="free"><span itemprop=price>-</span>',
  ],
  ['end tags only', '</form></div></p></table></body></html></select></template>'],
  ['a start tag that never ends', '<p>Hello</p><a href="/x" class="'],
  [
    'drawings with forms',
    '<svg><foreignObject><form><input name=email></form></foreignObject><a href="/x"><title>Buy</title></a></svg><math><mi><form></form></mi></math>',
  ],
  [
    'a copy of a rendered page that is none',
    '<html data-sl-copy="1"><body><form><input data-sl="1" data-sl-form="7"></p></form>',
  ],
  [
    'names without an end in each language',
    'あ'.repeat(500) + '<p>'.concat('สวัสดี'.repeat(200), '</p><a href="/お問い合わせ">お問い合わせ</a>'),
  ],
]
