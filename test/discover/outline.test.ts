import { describe, expect, test } from 'vitest'
import { outlineOf } from '../../src/discover/outline.ts'
import { primaryLanguage, readLanguage } from '../../src/discover/page-language.ts'
import { emptySnapshot, type Snapshot } from '../../src/snapshot/schema.ts'

const english =
  'We repair bicycles of every kind while you wait, and we lend you another one when the work takes longer than a day. ' +
  'Come in whenever you like, our workshop is open from Monday to Saturday.'
const german =
  'Wir reparieren Fahrräder aller Art, während Sie warten, und leihen Ihnen ein anderes, wenn die Arbeit länger als einen Tag dauert. ' +
  'Kommen Sie vorbei, wann Sie wollen, unsere Werkstatt ist von Montag bis Samstag geöffnet.'
const japanese =
  '当店ではあらゆる種類の自転車をその場で修理いたします。作業が一日以上かかる場合は代わりの自転車をお貸しします。いつでもお越しください。月曜日から土曜日まで営業しています。'

const outlineWith = (html: string, change: Partial<Snapshot> = {}) => {
  const url = 'http://site.test/'
  return outlineOf({
    ...emptySnapshot({ url, key: url, mode: 'http', generation: 0, depth: 0, source: 'start' }),
    html,
    ...change,
  })
}

describe('outline of a page', () => {
  test('title, words and language', () => {
    const outline = outlineWith(
      `<html lang="de-AT"><title> Fahr\n rad </title><body><script>var a = 1</script><p>${german} ${german}`,
    )
    expect(outline).toMatchObject({ title: 'Fahr rad', language: { declared: 'de', detected: 'de' }, isShell: false })
    expect(outline?.words).toBe(german.split(' ').length * 2)
  })

  test('the header says the language where the page does not', () => {
    expect(outlineWith('<p>x', { headers: { 'content-language': 'fr-CH' } })?.language).toEqual({
      declared: 'fr',
      detected: '',
    })
  })

  test('a shell has scripts, and nothing to read or follow', () => {
    expect(outlineWith('<div id=root></div><script src=a.js></script>')?.isShell).toBe(true)
    expect(outlineWith('<p>Nothing here yet')?.isShell).toBe(false)
    expect(outlineWith(`<p>${english} ${english}<script></script>`)?.isShell).toBe(false)
  })

  test('no page, no outline', () => {
    expect(outlineWith('', {})).toBeUndefined()
    expect(outlineWith('<p>x', { outcome: 'not-found' })).toBeUndefined()
  })
})

describe('language', () => {
  test.each([
    [english, 'en'],
    [german, 'de'],
    [japanese, 'ja'],
    ['Home About Contact', ''],
    ['', ''],
  ])('of %s', (text, language) => {
    expect(readLanguage('', text).detected).toBe(language)
  })

  test.each([
    ['de-AT', 'de'],
    [' EN_us ', 'en'],
    ['x-default', ''],
    ['english', ''],
    ['', ''],
  ])('tag %s', (tag, language) => {
    expect(primaryLanguage(tag)).toBe(language)
  })
})
