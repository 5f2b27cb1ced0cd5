import { expect, test } from 'vitest'
import { extractFacts } from '../../src/facts/extract.ts'
import { findGoals } from '../../src/journey/goals.ts'
import type { SeenPage } from '../../src/journey/seen-page.ts'
import { readKnowledge } from '../../src/knowledge.ts'

const { journey, vocabularies, vendors } = await readKnowledge()

function page(path: string, main: string): SeenPage {
  const url = `https://praxis.example.test${path}`
  const html = `<html lang="en"><title>Praxis</title><body><header><a href="/book.html">Book an appointment</a></header><main>${main}</main></body></html>`
  const { facts } = extractFacts({ url, html, vocabularies, vendors, given: { language: 'en' } })
  return { key: url, url, facts, rendered: true, depth: 1, host: 'praxis.example.test', hostRole: 'main', template: '' }
}

test('the goal is where most pages lead to, not the first of the alphabet', () => {
  const widget = '<iframe src="https://calendly.com/praxis/visit" title="Appointments"></iframe>'
  const pages = [
    page('/', '<h1>Welcome</h1>'),
    page('/ann.html', `<h1>Ann</h1>${widget}`),
    page('/book.html', `<h1>Appointments</h1>${widget}`),
  ]
  const [goal] = findGoals(pages, ['booking'], [], journey, new Set(['appointment-booking']))
  expect([goal!.microConversion, goal!.url]).toEqual(['appointment-booking', 'https://praxis.example.test/book.html'])
})

test('a button that leads to its own page is no place where the goal happens', () => {
  const pages = [
    page('/', '<a class="button" href="#">Buy now</a>'),
    page(
      '/cup.html',
      '<form method="post" action="/cart"><label>Number <input name="quantity" type="number"></label><button>Add to cart</button></form>',
    ),
  ]
  const [goal] = findGoals(pages, ['ecommerce'], [], journey, new Set(['purchase', 'add-to-cart']))
  expect([goal!.microConversion, goal!.url]).toEqual(['add-to-cart', 'https://praxis.example.test/cup.html'])
})
