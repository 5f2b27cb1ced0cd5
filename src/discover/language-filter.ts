import type { PageOutline } from './outline.ts'
import { primaryLanguage } from './page-language.ts'

/** Keeps to the language version that the start page is in. */
export interface LanguageFilter {
  setStart(outline: PageOutline, address: URL): void
  /** Somebody (a link, a page, a sitemap) says that the page with this key is in a language. */
  learn(language: string, key: string): void
  /** An address not visited yet that is known to belong to another language version. */
  isOtherAddress(key: string, address: URL): boolean
  /** A visited page that turns out to be in another language. Learns its folder, if it has one for its language. */
  isOther(outline: PageOutline, address: URL): boolean
}

/**
 * Declarations are often wrong (a template copied with its `lang`), and detectors err on short texts. So a page is in
 * another language only when two of declaration, text and address agree on which; text alone must be sure and plenty.
 */
export function createLanguageFilter(): LanguageFilter {
  let start = ''
  let startFolder = ''
  const claims = new Map<string, Set<string>>()
  const folders = new Set<string>()

  return {
    setStart({ language }, address) {
      start = language.detected || language.declared
      startFolder = folderLanguage(address)
    },
    learn(tag, key) {
      const language = primaryLanguage(tag)
      if (language === '' || tag === 'x-default') return
      const known = claims.get(key)
      if (known) known.add(language)
      else claims.set(key, new Set([language]))
      const address = new URL(key)
      if (folderLanguage(address) === language) folders.add(folderOf(address))
    },
    isOtherAddress(key, address) {
      if (start === '') return false
      const claimed = claims.get(key)
      if (claimed) return !claimed.has(start)
      const language = folderLanguage(address)
      if (language === '' || language === start || language === startFolder) return false
      return folders.has(folderOf(address))
    },
    isOther({ language, words }, address) {
      const { declared, detected } = language
      if (start === '' || detected === start) return false
      const folder = folderLanguage(address)
      const votes = [declared, detected, folder === startFolder ? '' : folder].filter(
        (vote) => vote !== '' && vote !== start,
      )
      const agreed = votes.find((vote, index) => votes.indexOf(vote) !== index)
      const isOther = agreed !== undefined || (detected !== '' && words >= 150)
      if (isOther && folder !== '' && (folder === detected || folder === declared)) folders.add(folderOf(address))
      return isOther
    },
  }
}

/** Host and first folder. */
function folderOf(address: URL): string {
  return `${address.host}/${address.pathname.split('/')[1]?.toLowerCase() ?? ''}`
}

/** Language of a first folder such as `/fr/` or `/pt-br/`; empty when it is none. */
function folderLanguage(address: URL): string {
  const [, folder = '', next] = address.pathname.split('/')
  if (next === undefined) return /^[a-z]{2}(?:[-_][a-z]{2,4})$/i.test(folder) ? primaryLanguage(folder) : ''
  return /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i.test(folder) ? primaryLanguage(folder) : ''
}
