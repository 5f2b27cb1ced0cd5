import fc from 'fast-check'

/** The few words that a made page is written in. */
interface Words {
  lang: string
  nav: string[]
  buttons: string[]
  labels: string[]
  prices: string[]
  texts: string[]
}

const languages: Words[] = [
  {
    lang: 'en',
    nav: ['Home', 'Products', 'Pricing', 'Blog', 'Contact us'],
    buttons: ['Buy now', 'Add to cart', 'Start your free trial', 'Subscribe', 'Send message', 'Read more', 'Log in'],
    labels: ['First name', 'E-mail address*', 'Phone', 'Your message', 'Company', 'Password', 'I agree to the terms'],
    prices: ['$19.90', 'was $29.00', 'from £5', 'USD 1,299.00 per month', 'Free'],
    texts: [
      'Get our newsletter once a month.',
      '“The best tent I ever had” — Jane',
      '30-day money-back guarantee',
      '4.8 out of 5 (212 reviews)',
    ],
  },
  {
    lang: 'de',
    nav: ['Startseite', 'Leistungen', 'Preise', 'Über uns', 'Kontakt'],
    buttons: [
      'In den Warenkorb',
      'Jetzt kostenlos testen',
      'Newsletter abonnieren',
      'Absenden',
      'Mehr erfahren',
      'Anmelden',
    ],
    labels: ['Vorname', 'E-Mail-Adresse', 'Telefon', 'Ihre Nachricht', 'Firma', 'Straße und Hausnummer', 'PLZ'],
    prices: ['19,90 €', 'statt 29,00 €', 'ab 5 EUR', '1.299,– € inkl. MwSt.'],
    texts: ['Rufen Sie uns an: 030 123456', 'Öffnungszeiten: Mo–Fr 9–18 Uhr', 'Kauf auf Rechnung', 'Kundenstimmen'],
  },
  {
    lang: 'fr',
    nav: ['Accueil', 'Nos produits', 'Tarifs', 'Contactez-nous'],
    buttons: ['Ajouter au panier', 'Essai gratuit', 'S’abonner', 'Envoyer', 'En savoir plus', 'Demander un devis'],
    labels: ['Prénom', 'Adresse e-mail', 'Téléphone', 'Votre message', 'Société', 'Code postal'],
    prices: ['19,90 €', 'à partir de 5 €', '1 299,00 € TTC'],
    texts: ['Inscrivez-vous à notre lettre d’information', 'Livraison offerte dès 50 €', 'Avis clients'],
  },
  {
    lang: 'ja',
    nav: ['ホーム', '商品一覧', 'お問い合わせ'],
    buttons: ['カートに入れる', '送信', '無料体験'],
    labels: ['お名前', 'メールアドレス', '電話番号'],
    prices: ['¥1,980', '1,980円(税込)'],
    texts: ['メールマガジンに登録', '送料無料'],
  },
  {
    lang: 'ar',
    nav: ['الرئيسية', 'المنتجات', 'اتصل بنا'],
    buttons: ['اشتري الآن', 'إرسال', 'اشترك'],
    labels: ['الاسم', 'البريد الإلكتروني', 'الهاتف'],
    prices: ['١٩٫٩٠ ر.س', '19.90 SAR'],
    texts: ['النشرة البريدية \u200f\u200b', 'آراء العملاء'],
  },
]

const controls = [
  'type=email name=email autocomplete=email required',
  'type=text name="contact[first_name]"',
  'type=tel name=phone placeholder="+49 …"',
  'type=hidden name=csrf_token value=s3cret',
  'type=text name=url style="display:none" tabindex=-1',
  'type=password name=pass autocomplete=new-password',
  'type=checkbox name=terms required',
  'type=radio name=size value=m checked',
  'type=search name=q role=searchbox',
  'type=number name=qty value=1 min=1',
  'type=file name=cv',
  'name=cc-number inputmode=numeric maxlength=19',
]

/** A form or what does the work of one, with labels of every kind. */
function form(words: Words): fc.Arbitrary<string> {
  const label = fc.constantFrom(...words.labels)
  const field = fc.tuple(fc.constantFrom(...controls), label, fc.nat(5), fc.nat(99)).map(([control, text, how, id]) => {
    const named = [
      `<label for="f${id}">${text}</label><input id="f${id}" ${control}>`,
      `<label>${text} <input ${control}></label>`,
      `<span id="l${id}">${text}</span><input aria-labelledby="l${id} l${id + 1}" ${control}>`,
      `<input aria-label="${text}" ${control}>`,
      `<tr><td>${text}<td><input placeholder="${text}" ${control}></tr>`,
      `<textarea name=message>${text}</textarea><select name=country><option>${text}<option selected>x</select>`,
    ]
    return named[how]!
  })
  return fc
    .tuple(
      fc.array(field, { maxLength: 7 }),
      fc.constantFrom(...words.buttons),
      fc.constantFrom(...words.texts),
      fc.nat(4),
    )
    .map(([fields, button, text, how]) => {
      const inner = `<h3>${text}</h3>${fields.join('\n')}<button type=submit class="btn btn-primary">${button}</button>`
      return [
        `<form action="/subscribe" method=post>${inner}</form>`,
        `<div class="newsletter-signup">${inner}</div>`,
        `<table><form action="https://example.us1.list-manage.com/subscribe/post?u=1&id=2">${inner}</form></table>`,
        `<form id=login action="/account/login"><fieldset><legend>${text}</legend>${inner}</fieldset></form><input form=login name=code>`,
        `<div role=dialog aria-modal=true class="modal popup" style="display:none">${inner}<a href="#" aria-label="Close">×</a></div>`,
      ][how]!
    })
}

function section(words: Words): fc.Arbitrary<string> {
  const pick = (list: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...list)
  return fc.oneof(
    { weight: 3, arbitrary: form(words) },
    fc
      .tuple(pick(words.prices), pick(words.buttons), pick(words.texts))
      .map(
        ([price, button, text]) =>
          `<div class="product" itemscope itemtype="https://schema.org/Product"><h2 itemprop=name>${text}</h2><del>${price}</del> <b class=price itemprop=price>${price}</b><a class="button add-to-cart" href="/cart/add?id=1&token=abc">${button}</a></div>`,
      ),
    fc
      .array(
        fc.tuple(
          pick(words.nav),
          pick([
            '/',
            '/a/b?c=d',
            '#x',
            'tel:+4930123456',
            'mailto:a@b.example.test',
            'https://wa.me/4930123456',
            'javascript:void(0)',
            '//cdn.example.test/x.pdf',
          ]),
        ),
        { maxLength: 8 },
      )
      .map(
        (links) => `<nav><ul>${links.map(([text, href]) => `<li><a href="${href}">${text}</a>`).join('')}</ul></nav>`,
      ),
    fc
      .tuple(pick(words.texts), pick(words.texts))
      .map(
        ([one, other]) =>
          `<article><p>${`${one} ${other} `.repeat(6)}</p><blockquote>${other}<cite>A. B.</cite></blockquote><time datetime=2026-01-01>1.1.2026</time></article>`,
      ),
    pick([
      '<iframe src="https://www.youtube.com/embed/abc?autoplay=1" title="x"></iframe><video autoplay muted loop src=/v.mp4 poster=/p.jpg><track kind=captions></video>',
      '<div class="share-buttons"><a href="https://www.facebook.com/sharer.php?u=https%3A%2F%2Fa.example.test%2Fx">f</a><a href="https://twitter.com/intent/tweet?url=x"><svg><title>X</title></svg></a></div>',
      '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Product","name":"x","offers":{"@type":"Offer","price":"9.90","priceCurrency":"EUR"},"aggregateRating":{"ratingValue":4.5,"reviewCount":12}}]}</script>',
      '<script>window.dataLayer=[];gtag("config","G-XXXX");var a="<form>";</script><noscript><img src=/t.gif></noscript>',
      '<div id="cookie-banner" class="cookie-consent">We use cookies <button>Accept all</button><button>Reject</button></div>',
      '<footer><a href="https://www.instagram.com/example/">Instagram</a><address>Example Ltd, 1 High Street, London</address>&copy; 2026 &amp; more&nbsp;&#8364; 5</footer>',
      '<div class="rating" aria-label="4.5 out of 5 stars"><i class="fa fa-star"></i><i class="fa fa-star-half"></i></div><img src=/seal.png alt="Trusted Shops">',
      '<table><tr><th>Plan<th>Basic<th>Pro<tr><td>Price<td>$9 / month<td>$29 / month</table>',
      '<template><form><input name=email></form></template><my-widget data-url="/x"></my-widget>',
    ]),
  )
}

/** Pages like those of real sites, well formed: sections of many kinds in one of several languages. */
export const madePages: fc.Arbitrary<string> = fc
  .constantFrom(...languages)
  .chain((words) =>
    fc
      .tuple(
        fc.constantFrom(...words.texts),
        fc.constantFrom('body', 'main', 'div class=content'),
        fc.array(section(words), { maxLength: 7 }),
      )
      .map(
        ([title, holder, sections]) =>
          `<!doctype html>\n<html lang="${words.lang}"><head><meta charset=utf-8><title>${title}</title><meta property="og:title" content="${title}"><link rel=canonical href="/x"></head><body>${holder === 'body' ? '' : `<${holder}>`}<h1>${title}</h1>\n${sections.join('\n')}${holder === 'body' ? '' : `</${holder.split(' ')[0]}>`}</body></html>`,
      ),
  )

const debris = [
  '<',
  '>',
  '"',
  "'",
  '=',
  '/>',
  '</form>',
  '<form>',
  '<table>',
  '</td>',
  '<input type=',
  '<label for=',
  '<select>',
  '</select>',
  '<option>',
  '\u0000',
  '\ufffd',
  '\u200b',
  '\u202e',
  '\ud800',
  '<!--',
  '-->',
  '<![CDATA[',
  '<script>',
  '</script>',
  '<style>',
  '<template>',
  '<svg>',
  '<title>',
  '<textarea>',
  '<plaintext>',
  '<frameset>',
  '&#0;',
  '&#x110000;',
  '&amp',
  '&nbsp;',
  '&lt;',
  ' hidden ',
  ' role=dialog ',
  ' style="display:none" ',
  ' class="constructor" ',
  ' id="__proto__" ',
  ' data-sl="1" data-sl-form="2" ',
  ' href="http://[" ',
  ' form=x ',
  ' autocomplete="constructor" ',
  '<a href>',
]

type Change = (pieces: string[]) => string[]

/** What happens to markup on its way: tags, attributes, entities and single characters are lost, doubled, moved, cut in two. */
const change: fc.Arbitrary<Change> = fc
  .tuple(
    fc.constantFrom('delete', 'double', 'move', 'cut', 'insert', 'attribute', 'character'),
    fc.nat(),
    fc.nat(),
    fc.constantFrom(...debris),
  )
  .map(([kind, first, second, text]): Change => (pieces) => {
    const at = first % Math.max(1, pieces.length)
    const to = second % Math.max(1, pieces.length)
    const piece = pieces[at] ?? ''
    const inside = second % (piece.length + 1)
    const withPiece = (...changed: string[]): string[] => pieces.toSpliced(at, 1, ...changed)
    if (kind === 'delete') return withPiece()
    if (kind === 'double') return withPiece(piece, piece)
    if (kind === 'move') return withPiece().toSpliced(to, 0, piece)
    if (kind === 'cut') return pieces.toSpliced(at, 1, piece.slice(0, inside)).toSpliced(to, 0, piece.slice(inside))
    if (kind === 'insert') return withPiece(piece.slice(0, inside) + text + piece.slice(inside))
    if (kind === 'attribute')
      return withPiece(piece.replace(/ [\w-]+(?:=(?:"[^"]*"|[^\s">]*))?/, first % 2 ? '' : text))
    return withPiece(piece.slice(0, inside) + piece.slice(inside + 1))
  })

/** Made pages after some accidents. */
export const mutatedPages: fc.Arbitrary<string> = fc
  .tuple(madePages, fc.array(change, { minLength: 1, maxLength: 8 }))
  .map(([page, changes]) =>
    changes.reduce<string[]>((pieces, apply) => apply(pieces), page.match(/<[^>]*>|&\w+;|[^<&]+|[<&]/g) ?? []).join(''),
  )
