import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import type { Form } from '../../src/facts/forms.ts'
import { renderedFacts, vendors, vocabularies } from './page-facts.ts'

const formsOf = (body: string, lang = 'en'): Form[] =>
  extractFacts({
    url: 'https://shop.test/page',
    html: `<html lang=${lang}><body><main>${body}</main></body></html>`,
    vocabularies,
    vendors,
  }).facts.forms!

const message =
  '<p><label for=m>E-mail</label><input id=m type=email name=email></p><p><label for=t>Message</label><textarea id=t name=message></textarea></p>'

test('a mark of being required is read in the whole row of a field', () => {
  const [form] = formsOf(
    `<form method=post><table><tr><td><span>*</span></td><td>Name</td><td><input name=name></td></tr>
    <tr><td></td><td>Phone (optional)</td><td><input name=phone></td></tr><tr><td></td><td>City</td><td><input name=city></td></tr></table><button>Send</button></form>`,
  )
  expect(form!.fields.map((field) => field.mark)).toEqual(['required', 'optional', 'none'])
})

test('words in a row, but not in the label, may be a message that comes after a mistake', () => {
  const [form] = formsOf(
    `<form method=post><p><label for=n>Name</label><input id=n name=name><span class=error>Name is required</span></p><p><label for=c>City (required)</label><input id=c name=city></p><button>Send</button></form>`,
  )
  expect(form!.fields.map((field) => field.mark)).toEqual(['perhaps', 'required'])
})

test.each([
  ['<div class="modal fade">', '</div>'],
  ['<dialog>', '</dialog>'],
  ['<div role=dialog aria-hidden=true>', '</div>'],
  ['<div class="col-6 d-none">', '</div>'],
  ['<div style="height:0;overflow:hidden">', '</div>'],
])('a form inside %s is not shown', (open, close) => {
  const [form] = formsOf(`${open}<form method=post>${message}<button>Send</button></form>${close}`)
  expect([form!.visible, form!.visibleFields, ...form!.fields.map((field) => field.hidden)]).toEqual([
    false,
    2,
    true,
    true,
  ])
})

test.each(['modal show', 'd-none d-md-block', 'overflow-hidden', 'md:hidden'])(
  'one inside .%s may be shown',
  (name) => {
    expect(
      formsOf(`<div class="${name}"><form method=post>${message}<button>Send</button></form></div>`)[0]!.visible,
    ).toBe(true)
  },
)

test.each([
  ['<div><input name=city placeholder=City><label>City</label></div>', 'City', ''],
  ['<h3>Where to?</h3><input name=city placeholder=City>', '', ''],
  ['<fieldset><legend>Phone</legend><div><input name=area placeholder=0030></div></fieldset>', 'Phone', 'Phone'],
  ['<div><input name=city> <span>Your city</span></div>', 'Your city', ''],
  ['<select name=topic><option value="">Topic</option><option>Boats</option></select>', 'Topic', ''],
])('what a person may read as the name of %s', (part, near, beside) => {
  const [field] = formsOf(`<form method=post>${part}${message}<button>Send</button></form>`)[0]!.fields
  expect([field!.near, field!.beside]).toEqual([near, beside])
})

test('words below a field help with it, whether or not they are tied to it', () => {
  const [form] = formsOf(
    `<form method=post>${message}<div><label for=p>Phone</label><input id=p name=phone><small>Only for questions on delivery</small></div><button>Send</button></form>`,
  )
  expect(form!.fields.map((field) => field.help)).toEqual(['', '', 'Only for questions on delivery'])
})

test.each([
  ['<button>Get my quote</button>', 'outcome'],
  ['<button>Send</button>', 'sending'],
  ['<button>Submit</button>', 'nothing'],
  ['<input type=submit>', 'nothing'],
  ['<button><svg></svg></button>', 'none'],
])('the label of %s tells %s', (button, meaning) => {
  expect(formsOf(`<form method=post>${message}${button}</form>`)[0]!.submitSays).toBe(meaning)
})

test('a reset has a word on it', () => {
  const resets = (body: string): string[] =>
    formsOf(`<form method=post>${message}${body}</form>`)[0]!.resets.map(({ text }) => text)
  expect(resets('<button>Send</button><input type=reset value=Clear>')).toEqual(['Clear'])
  expect(resets('<button>Send</button><button type=reset>×</button>')).toEqual([])
  expect(resets('<button>Send</button><button type=reset hidden>Clear</button>')).toEqual([])
})

test.each([
  ['<div class=g-recaptcha data-sitekey=k></div>', ['widget']],
  ['<div class=g-recaptcha data-sitekey=k data-size=invisible></div>', []],
  ['<div class="cf-turnstile" data-sitekey=k></div>', []],
  ['<iframe src="https://captcha.test/recaptcha/api2/anchor?k=1&size=normal"></iframe>', ['widget']],
  ['<iframe src="https://captcha.test/recaptcha/api2/anchor?k=1&size=invisible"></iframe>', []],
  ['<p><img src=/captcha.png><input name=captcha aria-label="Enter the code"></p>', ['picture']],
  ['<p><label for=c>What is 3 + 4?</label><input id=c name=captcha></p>', ['sum']],
])('%s is a puzzle: %j', (part, kinds) => {
  const [form] = formsOf(`<form method=post>${message}${part}<button>Send</button></form>`)
  expect(form!.puzzles.map(({ kind }) => kind)).toEqual(kinds)
})

test('a page says when an answer comes, in its language', () => {
  const says = (words: string, lang?: string): boolean =>
    formsOf(`<h1>Contact</h1><p>${words}</p><form method=post>${message}<button>Send message</button></form>`, lang)[0]!
      .replyTime
  expect(says('We answer within 24 hours.')).toBe(true)
  expect(says('Wir melden uns umgehend.', 'de')).toBe(true)
  expect(says('We build tables.')).toBe(false)
})

test.each([
  ['<input type=password name=pw autocomplete=new-password pattern="(?=.*\\d)(?=.*[a-z])(?=.*[A-Z]).{8,}">', 3],
  ['<input type=password name=pw autocomplete=new-password pattern="(?=.*[A-Za-z0-9]).{8,}">', 1],
  ['<input type=password name=pw autocomplete=new-password pattern=".{8,}">', 0],
  ['<input type=password name=pw autocomplete=new-password><p>One uppercase letter, one number and one symbol</p>', 3],
])('%s demands so many kinds of characters: %i', (field, demands) => {
  const [form] = formsOf(
    `<form method=post action=/register><h2>Create an account</h2><p><input type=email name=email aria-label=E-mail></p><div>${field}</div><button>Create account</button></form>`,
  )
  expect(form!.fields.at(-1)).toMatchObject({ purpose: 'new-password', demands })
})

test('a heading that a style sheet takes off heads no form that is shown', () => {
  const body =
    '<form data-sl=2 method=post><h2 data-sl=3>Old title</h2><h3 data-sl=4>Write to us</h3><input data-sl=5 name=email type=email aria-label=E-mail><button>Send</button></form>'
  const heading = (nodes: Parameters<typeof renderedFacts>[1]): string =>
    renderedFacts(`<html lang=en><body><main data-sl=1>${body}</main></body></html>`, nodes).forms![0]!.heading
  const box = { box: [0, 0, 200, 40] as [number, number, number, number] }
  expect(heading({ 2: box, 3: box, 4: box, 5: box })).toBe('Old title')
  expect(heading({ 2: box, 4: box, 5: box })).toBe('Write to us')
  expect(heading({ 1: box })).toBe('Old title')
})

test.each([
  ['<label for=x>Don’t fill out this field</label><input id=x name=x>', 'trap'],
  ['<input name=_mc4wp_required_but_not_really>', 'trap'],
  ['<div class=gfield_visibility_hidden><label for=x>City</label><input id=x name=x></div>', 'trap'],
  ['<span><input name=body placeholder=Body></span>', 'trap'],
  ['<label for=x>Author</label><input id=x name=author>', 'asked'],
])('%s is a %s', (field, kind) => {
  const [form] = formsOf(`<form method=post>${message}<div>${field}</div><button>Send</button></form>`)
  expect(form!.fields.at(-1)!.honeypot ? 'trap' : 'asked').toBe(kind)
})

test('where only some fields are marked, the others need not be filled in', () => {
  const field = (name: string, mark: string): string =>
    `<p><label for=${name}>${name}${mark}</label><input id=${name} name=${name}></p>`
  const needed = (...fields: string[]): number =>
    formsOf(`<form method=post>${fields.join('')}${message}<button>Send</button></form>`)[0]!.neededFields
  expect(needed(field('Company', ' *'), field('Role', ''))).toBe(1)
  expect(needed(field('Company', ''), field('Role', ' (optional)'))).toBe(3)
  expect(needed(field('Company', ''), field('Role', ''))).toBe(4)
})

test('lists of the same words for several countries are one field', () => {
  const list = (id: string): string =>
    `<p><label for=${id}>Region</label><select id=${id} name=${id}><option>North</option></select></p>`
  expect(
    formsOf(`<form method=post>${message}${list('a')}${list('b')}<button>Send</button></form>`)[0]!.visibleFields,
  ).toBe(3)
})

test('a voucher is no name', () => {
  const [form] = formsOf(
    `<form method=post>${message}<p><label for=v>Gift voucher</label><input id=v name=name></p><p><label for=p>Public name or alias</label><input id=p name=name></p><button>Send</button></form>`,
  )
  expect(form!.fields.slice(2).map(({ purpose }) => purpose)).toEqual(['coupon', 'nickname'])
})

test('any two of several kinds are two', () => {
  const [form] = formsOf(
    '<form method=post action=/register><h2>Create an account</h2><p><label for=m>E-mail</label><input id=m type=email name=email></p><div><label for=p>New password</label><input id=p type=password name=new_password autocomplete=new-password></div><p>At least 2 of the following: one uppercase letter, one number, one symbol</p><button>Create account</button></form>',
  )
  expect(form!.fields.at(-1)!.demands).toBe(2)
})
