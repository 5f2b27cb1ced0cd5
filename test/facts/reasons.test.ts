import { expect, test } from 'vitest'
import { factsOf, renderedFacts } from './page-facts.ts'

const kindsOf = (language: string, body: string): string[] => [
  ...new Set(
    renderedFacts(`<html lang="${language}"><body>${body}</body></html>`, {}).reasons!.map(({ kind }) => kind),
  ),
]

test('what a firm says of itself, and never what its menu and footer list', () => {
  const { reasons } = factsOf('offer-with-summary-and-proof')
  expect(new Set(reasons?.map(({ kind }) => kind))).toEqual(new Set(['near', 'experience', 'family']))
})

test('German: parking, a family firm and a year, and no emergency service from the menu', () => {
  const { reasons } = factsOf('offer-that-only-talks')
  expect(new Set(reasons?.map(({ kind }) => kind))).toEqual(new Set(['near', 'family', 'experience']))
})

test('reasons in other languages', () => {
  expect(kindsOf('fr', '<main><h1>Plombier</h1><p>Dépannage 24h/24, devis gratuit.</p></main>').toSorted()).toEqual([
    'available',
    'emergency',
    'price',
  ])
  expect(
    kindsOf('es', '<main><h1>Taller</h1><p>Presupuesto sin compromiso, sin cita previa.</p></main>').toSorted(),
  ).toEqual(['available', 'price'])
  expect(
    kindsOf('it', '<main><h1>Forno</h1><p>Azienda familiare dal 1974, ampio parcheggio.</p></main>').toSorted(),
  ).toEqual(['experience', 'family', 'near'])
})

test('“since” needs a year, and experience a number', () => {
  expect(kindsOf('en', '<main><h1>Shop</h1><p>We have changed a lot since then.</p></main>')).toEqual([])
  expect(kindsOf('en', '<main><h1>Shop</h1><p>We have years of experience.</p></main>')).toEqual([])
  expect(kindsOf('en', '<main><h1>Shop</h1><p>30 years of experience with lamps.</p></main>')).toEqual(['experience'])
})

test('the area served, as search engines are told', () => {
  const data = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Plumber',
    name: 'Anna',
    areaServed: 'Leeds',
  })
  expect(kindsOf('en', `<main><h1>Anna</h1></main><script type="application/ld+json">${data}</script>`)).toEqual([
    'near',
  ])
})

test('what stands beside a number to tap', () => {
  const row = '<a href="tel:+442079460000"><p>020 7946 0000, 7 days a week</p></a>'
  expect(kindsOf('en', `<main><h1>Anna</h1>${row}</main>`)).toEqual(['available'])
})

test('an area behind its label, and no zone in passing', () => {
  expect(kindsOf('fr', '<main><h1>Alarmes</h1><p>Zone : Var et Alpes-Maritimes</p></main>')).toEqual(['near'])
  expect(kindsOf('fr', '<main><h1>Alarmes</h1><p>Une zone calme de la maison.</p></main>')).toEqual([])
})
