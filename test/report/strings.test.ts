import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readReportTemplate } from '../../src/config/report-templates.ts'
import {
  createTranslator,
  loadStrings,
  parseStrings,
  reportLocales,
  stringsCompleteness,
} from '../../src/report/strings.ts'
import { outcomes } from '../../src/snapshot/schema.ts'
import {
  efforts,
  evidenceLevels,
  findingKinds,
  microConversions,
  pageTypes,
  profiles,
  severities,
  stages,
} from '../../src/shared/taxonomy.ts'

const folder = fileURLToPath(new URL('../../report-templates/default', import.meta.url))
const layers = await readReportTemplate([folder])
const own = (locale: string) =>
  parseStrings(layers[0]?.texts.get(`strings/${locale}.yaml`) ?? '', `strings/${locale}.yaml`)
const blanks = (sentence: string | undefined) => [...new Set((sentence ?? '').match(/\{\w+\}/g) ?? [])].toSorted()

describe('strings of the reports', () => {
  test('every id that a report may show has a word', () => {
    const english = own('en')
    const wanted = {
      stage: [...stages, 'none'], question: stages, step: microConversions, pageType: pageTypes, profile: profiles,
      severity: severities, effort: efforts, evidenceLevel: evidenceLevels, kind: findingKinds, kindMeaning: findingKinds,
      reason: outcomes.filter((outcome) => outcome !== 'ok'),
    } // prettier-ignore
    const missing = Object.entries(wanted).flatMap(([group, ids]) =>
      ids.map((id) => `${group}.${id}`).filter((key) => !english.has(key)),
    )
    expect(missing).toEqual([])
  })

  test.each(reportLocales(layers))('%s is complete, with the same blanks', (locale) => {
    const [english, spoken] = [own('en'), own(locale)]
    expect(stringsCompleteness(english, spoken)).toEqual({ share: 1, missing: [], unknown: [] })
    for (const [key, sentence] of spoken) {
      // A singular may say “one” in place of {count}.
      if (!key.endsWith('#one')) expect(blanks(sentence), key).toEqual(blanks(english.get(key)))
    }
  })

  test('English and German are there', () => {
    expect(reportLocales(layers)).toEqual(expect.arrayContaining(['de', 'en']))
  })

  test('a language without strings speaks English; a client’s sentences win', () => {
    const client = {
      folder: 'client',
      texts: new Map([['strings/en.yaml', 'nav: { pages: Addresses }']]),
      pictures: new Map<string, Uint8Array>(),
    }
    const strings = loadStrings([...layers, client], 'sv')
    expect(strings.get('nav.pages')).toBe('Addresses')
    expect(strings.get('nav.summary')).toBe('Summary')
  })

  test('plurals and numbers follow the language', () => {
    const german = createTranslator('de', loadStrings(layers, 'de'), { brand: 'Agentur' })
    expect(german.t('finding.pages', { count: 1 })).toBe('eine Seite')
    expect(german.t('finding.pages', { count: 1234 })).toBe('1.234 Seiten')
    expect(german.t('footer.by')).toBe('Erstellt von Agentur')
  })

  test('a slip in a template or a strings file is told with its place', () => {
    const english = createTranslator('en', loadStrings(layers, 'en'))
    expect(() => english.t('nav.nothing')).toThrow('nav.nothing')
    expect(() => english.t('hero.overall')).toThrow('{score}')
    expect(() => parseStrings('a: b\na: c\n', 'strings/xx.yaml')).toThrow('strings/xx.yaml:2:1')
    expect(() => parseStrings('a: [1]\n', 'strings/xx.yaml')).toThrow('no text')
  })
})
