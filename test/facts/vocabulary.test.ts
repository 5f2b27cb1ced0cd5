import { describe, expect, test } from 'vitest'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { noVocabulary, parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { UsageError } from '../../src/shared/errors.ts'

const texts = await readVocabularyTexts(new URL('../../rules/vocabulary', import.meta.url).pathname)
const vocabularies = parseVocabularies(texts)

describe.each(vocabularies.files.map((file) => [file.language, file] as const))('%s', (language, file) => {
  const vocabulary = vocabularies.of(language)
  const finds = (topic: string, text: string): boolean =>
    language === 'code' ? vocabulary.code(topic, text) : vocabulary.mentions(topic, text)

  test('has examples', () => expect(file.examples.length).toBeGreaterThan(2))
  test.each(file.examples)('$text', ({ text, topics, not }) => {
    expect(topics.filter((topic) => !finds(topic, text))).toEqual([])
    expect(not.filter((topic) => finds(topic, text))).toEqual([])
  })
})

test('whole words only, whatever the case, accents and punctuation', () => {
  const french = vocabularies.of('fr')
  expect(french.mentions('cta.quote', 'DEMANDE DE DEVIS…')).toBe(true)
  expect(french.mentions('field.tel', 'Telephone')).toBe(true)
  expect(french.mentions('field.tel', 'téléphones-moi')).toBe(false)
})

test('a whole label may have arrows and digits around it', () => {
  const english = vocabularies.of('en')
  expect(english.is('link.generic', ' Read more » ')).toBe(true)
  expect(english.is('link.generic', '2. More')).toBe(true)
  expect(english.is('link.generic', 'Read more about tents')).toBe(false)
})

test('a language without a file is not known and finds nothing but identifiers', () => {
  const finnish = vocabularies.of('fi')
  expect(finnish.known).toBe(false)
  expect(finnish.mentions('form.newsletter', 'newsletter')).toBe(false)
  expect(finnish.code('form.newsletter', 'mc-embedded-subscribe')).toBe(true)
  expect(noVocabulary('xx').code('form.newsletter', 'newsletter')).toBe(false)
})

test('an unknown topic, a bad phrase and broken YAML are refused with their places, all at once', () => {
  const english = { place: 'en.yaml', text: 'language: en\ntopics:\n  cta.buy: [buy]\n' }
  const german = { place: 'de.yaml', text: 'language: de\ntopics:\n  cta.buy: [kaufen, 404]\n  cta.bui: [x]\n' }
  try {
    parseVocabularies([english, german, { place: 'fr.yaml', text: 'language: fr\ntopics: [' }])
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    expect((error as UsageError).mistakes.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['de.yaml:3:21', 'de.yaml:4:3', expect.stringMatching(/^fr\.yaml:2/)]),
    )
  }
})
