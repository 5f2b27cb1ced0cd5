import { describe, expect, test } from 'vitest'
import { factsOf } from './own-pages.ts'

const formOf = (name: string, url?: string) => factsOf(name, url).forms![0]!

test.each([
  ['newsletter-in-footer', 'newsletter'],
  ['form-in-table', 'contact'],
  ['formless-newsletter', 'newsletter'],
  ['fields-as-a-person-counts', 'checkout'],
  ['login-with-forgotten-link', 'login'],
  ['password-recovery', 'password-recovery'],
  ['registration-german', 'registration'],
  ['search-in-french', 'search'],
  ['add-to-cart', 'order'],
  ['comment-under-article', 'comment'],
  ['quote-request', 'quote'],
  ['trial-sign-up', 'trial'],
  ['contact-page', 'contact'],
  ['form-attribute-far-away', 'newsletter'],
  ['page-wrapped-in-one-form', 'contact'],
  ['comment-with-stars', 'comment'],
  ['review-of-a-product', 'review'],
  ['newsletter-with-trap', 'newsletter'],
  ['quote-from-postcode', 'quote'],
  ['sent-to-a-friend', 'other'],
  ['sent-to-a-friends-address', 'other'],
  ['newsletter-left', 'other'],
  ['who-orders', 'checkout'],
  ['stock-alert', 'other'],
  ['delivery-step-in-danish', 'checkout'],
  ['contact-in-russian', 'contact'],
  ['login-in-polish', 'login'],
  ['password-change', 'other'],
  ['password-reset-last-step', 'password-recovery'],
  ['marketing-box-in-contact', 'contact'],
  ['application-for-a-job', 'other'],
  ['call-back-in-german', 'contact'],
  ['message-on-a-demo-page', 'contact'],
  ['demo-request', 'demo'],
  ['answer-by-a-member', 'comment'],
  ['coupon-on-its-own', 'other'],
  ['donation-by-button', 'other'],
  ['buy-from-a-list', 'order'],
])('%s is for %s', (name, purpose) => {
  const form = formOf(name)
  expect([form.purpose, form.cues.length > 0]).toEqual([purpose, true])
})

test.each([
  ['checkout-of-a-plan', '/checkout', 'checkout'],
  ['message-that-may-be-about-a-demo', '/contact', 'contact'],
  ['demo-by-mail-alone', '/demo', 'demo'],
])('%s at %s is for %s', (name, path, purpose) => {
  expect(formOf(name, `https://app.example.test${path}`).purpose).toBe(purpose)
})

test('controls that the parser moved out of a form still belong to it', () => {
  const form = formOf('form-in-table')
  expect(form.fields.map((field) => field.purpose)).toEqual(['name', 'email', 'message'])
  expect(form.fields.map((field) => field.label)).toEqual(['Your name', 'E-mail', 'Your message'])
  expect(form.submit).toBe('Send message')
  expect(form.fields.every((field) => field.labelSource === 'nearby-text')).toBe(true)
})

test('controls tied by the form attribute belong to the form', () => {
  expect(formOf('form-attribute-far-away').fields.map((field) => field.name)).toEqual(['email'])
})

test('inputs and a button without a form are one', () => {
  const form = formOf('formless-newsletter')
  expect([form.index, form.submit, form.heading, form.visibleFields]).toEqual([
    -1,
    'Subscribe',
    'Join our mailing list',
    1,
  ])
})

test('a form around a whole page keeps its main part, the others stand alone', () => {
  const forms = factsOf('page-wrapped-in-one-form').forms!
  expect(forms.map(({ index, purpose, visibleFields }) => [index, purpose, visibleFields])).toEqual([
    [0, 'contact', 3],
    [-1, 'search', 1],
    [-1, 'newsletter', 1],
  ])
  expect(forms.map((form) => form.submit)).toEqual(['Send message', 'Search', 'Subscribe'])
})

test('a switch beside a button is no form, nor a link to copy', () => {
  expect(factsOf('switches-are-no-form').forms).toEqual([])
})

test('a trap is none of the fields', () => {
  const form = formOf('honeypot-by-name')
  expect(form.fields.filter((field) => field.honeypot).map((field) => field.name)).toEqual(['honeypot'])
  expect(form.visibleFields).toBe(3)
})

test('fields are counted as a person counts them', () => {
  // Name, address, e-mail, delivery, card number, expiry, security code.
  expect(formOf('fields-as-a-person-counts').visibleFields).toBe(7)
})

test('field purposes are autofill tokens', () => {
  const purposes = formOf('fields-as-a-person-counts')
    .fields.filter((field) => field.type !== 'hidden')
    .map((field) => field.purpose)
  expect(purposes).toEqual(
    expect.arrayContaining([
      'given-name',
      'family-name',
      'street-address',
      'postal-code',
      'address-level2',
      'email',
      'cc-number',
      'cc-exp-month',
      'cc-exp-year',
      'cc-csc',
      'consent',
    ]),
  )
})

test('labels come from where browsers take them', () => {
  expect(formOf('labels-by-every-way').fields.map((field) => [field.label, field.labelSource])).toEqual([
    ['By for', 'label'],
    ['Wrapping', 'wrapping-label'],
    ['Referred', 'aria'],
    ['Spoken', 'aria'],
    ['Titled', 'title'],
    ['Held place', 'placeholder'],
    ['Beside', 'nearby-text'],
    ['', 'none'],
  ])
})

test('a box that is on from the start, and what is required', () => {
  expect(formOf('login-with-forgotten-link').fields.find((field) => field.checked)?.purpose).toBe('remember-me')
  expect(formOf('newsletter-in-footer').requiredFields).toBe(1)
})

test('reassurance beside the button', () => {
  expect(formOf('newsletter-in-footer').reassurance).toBe(true)
  expect(formOf('trial-sign-up').reassurance).toBe(true)
  expect(formOf('quote-request').reassurance).toBe(false)
})

test('index counts forms, field index counts controls', () => {
  const form = formOf('contact-page')
  expect([form.index, form.fields.map((field) => field.index)]).toEqual([0, [0, 1, 2]])
})

describe('snippets', () => {
  test('values and tokens are masked', () => {
    const text = JSON.stringify(factsOf('secrets-in-markup'))
    expect(text).not.toContain('abc123secret')
    expect(text).not.toContain('jane@example.test')
    expect(text).not.toContain('my private words')
    expect(text).toContain('page=2')
  })
})

test('what a field is called to people outweighs its name', () => {
  expect(formOf('field-label-over-code').fields.map((field) => field.purpose)).toEqual(['email', 'current-password'])
})

const purposesOf = (name: string) => formOf(name).fields.map((field) => field.purpose)

test('labels in scripts without a vocabulary tell what a field asks for', () => {
  expect(purposesOf('field-labels-in-other-scripts')).toEqual([
    'family-name',
    'given-name',
    'postal-code',
    'address-level1',
    'tel',
    'email',
  ])
})

test('both passwords of a new account are new', () => {
  expect(purposesOf('field-passwords-of-a-new-account')).toEqual(['email', 'new-password', 'new-password', 'consent'])
})

test('a code to copy from a picture is a captcha, and a field to leave empty is a trap', () => {
  const fields = formOf('field-code-beside-picture').fields
  expect(fields.find((field) => field.name === 'code')?.purpose).toBe('captcha')
  expect(fields.find((field) => field.name === 'w4')).toMatchObject({ honeypot: true, purpose: 'other' })
})

test('required by a star after the field, in its label, or by class; help is a hint', () => {
  const fields = formOf('field-marks-of-required').fields
  expect(fields.map((field) => field.required)).toEqual([true, true, true, true, false, false])
  expect(fields.at(-1)).toMatchObject({ purpose: 'bday', hint: 'DD.MM.YYYY' })
})

test('a label that is said twice counts once; what nobody can reach is hidden', () => {
  const fields = formOf('field-label-said-twice').fields
  expect(fields.slice(0, 3).map((field) => field.label)).toEqual(['Nome*', 'E-mail', 'Messaggio'])
  expect(fields.map((field) => field.hidden)).toEqual([false, false, false, true, true])
})

test('boxes for one code are one field', () => {
  const form = formOf('field-code-in-boxes')
  expect([new Set(form.fields.map((field) => field.purpose)), form.visibleFields]).toEqual([
    new Set(['one-time-code']),
    1,
  ])
})
