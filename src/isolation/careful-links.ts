import { parse } from 'yaml'
import { z } from 'zod'

const words = z.array(z.string())
const wordsByLanguage = z.record(z.string(), words)

const File = z.strictObject({
  always: wordsByLanguage,
  together: words,
  'on a thing': wordsByLanguage,
  keys: words,
  actions: words,
  texts: words,
})

/** Does opening this link do something: log out, delete, add to a cart, unsubscribe? */
export type IsUnsafe = (url: URL, text: string) => boolean

/** Makes the test from the text of `rules/unsafe-links.yaml`. Throws zod's or yaml's error on a file that is not of that shape. */
export function parseUnsafeLinks(text: string): IsUnsafe {
  const file = File.parse(parse(text))
  const bare = (list: string[]) => new Set(list.map(bareWord))
  const always = bare(Object.values(file.always).flat())
  const onThing = bare(Object.values(file['on a thing']).flat())
  const pairs = new Set(file.together.map((pair) => pair.split('/').map(bareWord).join('/')))
  const [keys, actions, texts] = [bare(file.keys), bare(file.actions), bare(file.texts)]

  const acts = (parts: string[], namesThing: boolean) =>
    parts.some(
      (part, at) =>
        always.has(part) || pairs.has(`${part}/${parts[at + 1] ?? ''}`) || (namesThing && onThing.has(part)),
    )

  return (url, linkText) => {
    const path = partsOf(url.pathname)
    const query = [...url.searchParams]
    if (texts.has(bareWord(linkText))) return true
    if (acts(path, query.length > 0 || path.some((part) => /\d/.test(part)))) return true
    return query.some(([key, value]) => {
      const name = bareWord(key)
      return keys.has(name) || acts(partsOf(value), actions.has(name))
    })
  }
}

function partsOf(path: string): string[] {
  return path
    .slice(0, 2_000)
    .split('/')
    .filter((part) => part !== '')
    .map((part) => bareWord(decoded(part).replace(/\.[a-z]{2,5}$/i, '')))
}

/** Letters and digits only, lower case, without accents: `Log_Out` → `logout`. */
function bareWord(word: string): string {
  return word
    .slice(0, 200)
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .normalize('NFC')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part // a stray percent sign
  }
}
