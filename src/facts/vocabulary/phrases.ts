/** A topic is a key of the vocabulary files, e.g. `newsletter` or `cta.buy`. The loader refuses unknown ones. */
export type Topic = string

/**
 * Words that pages of one language use, by topic. Whole words and whole labels only, never substrings; case, accents
 * and punctuation don't matter. The files are `rules/vocabulary/<language>.yaml`.
 */
export interface Vocabulary {
  /** BCP 47 primary subtag; empty when the page's language is unknown. */
  language: string
  /** False when there is no vocabulary for the page's language: what depends on words can't be judged. */
  known: boolean
  /** Digest of the words, part of every fact's key. */
  digest: string
  /** Some phrase of the topic stands in the text as whole words. */
  mentions(topic: Topic, text: string): boolean
  /** The text as a whole is a phrase of the topic, but for punctuation, arrows and digits around it. */
  is(topic: Topic, text: string): boolean
  /** How many different phrases of the topic stand in the text. */
  count(topic: Topic, text: string): number
  /** Every topic of which some phrase stands in the text. */
  topicsIn(text: string): ReadonlySet<Topic>
  /** The same for identifiers (`userEmail`, `billing_zip`, `/kontakt/`): words that developers use, in any language. */
  code(topic: Topic, identifier: string): boolean
  /** Every topic of which some phrase stands in the identifier. */
  topicsInCode(identifier: string): ReadonlySet<Topic>
  /** As `mentions`, in every language that we can read: for guesses that weigh many cues. */
  inAnyLanguage(topic: Topic, text: string): boolean
  /** As `topicsIn`, in every language that we can read. */
  topicsInAnyLanguage(text: string): ReadonlySet<Topic>
  /** Topics of which the text as a whole is a phrase, in every language that we can read. */
  wholeTopics(text: string): ReadonlySet<Topic>
}

/** What is the same for every language. */
type Shared = Pick<Vocabulary, 'code' | 'topicsInCode' | 'inAnyLanguage' | 'topicsInAnyLanguage' | 'wholeTopics'>

/** The file of words for identifiers calls itself this. */
export const codeLanguage = 'code'

interface PhraseNode {
  next: Map<string, PhraseNode>
  /** `language topic` of the phrases that end here. */
  ends: [language: string, topic: string][]
}

interface Scan {
  ends: PhraseNode[]
  whole: PhraseNode | undefined
  counts: Map<string, Map<Topic, number>>
}
const nothing: ReadonlySet<Topic> = new Set()

/** Remembered scans; detectors ask about the same labels again and again. */
const cacheLimit = 20_000

/** One walk over a text finds the phrases of all topics in all languages; what was found is remembered per text. */
export function phraseScanner(files: { language: string; topics: Record<string, string[]> }[]): {
  vocabulary(language: string, digest: string): Vocabulary
  shared: Shared
} {
  const words = emptyNode()
  const identifiers = emptyNode()
  for (const { language, topics } of files) {
    const root = language === codeLanguage ? identifiers : words
    for (const [topic, phrases] of Object.entries(topics)) {
      for (const phrase of phrases) {
        let node = root
        for (const token of language === codeLanguage ? identifierTokens(phrase) : tokensOf(phrase)) {
          let next = node.next.get(token)
          if (!next) node.next.set(token, (next = emptyNode()))
          node = next
        }
        if (!node.ends.some(([other, name]) => other === language && name === topic)) node.ends.push([language, topic])
      }
    }
  }

  const textScans = remembering((text) => scan(words, tokensOf(text)))
  const identifierScans = remembering((text) => scan(identifiers, identifierTokens(text)))
  const inCode = (identifier: string): Map<Topic, number> => counts(identifierScans(identifier), codeLanguage)
  const shared: Shared = {
    code: (topic, identifier) => identifier !== '' && inCode(identifier).has(topic),
    topicsInCode: (identifier) => (identifier === '' ? nothing : new Set(inCode(identifier).keys())),
    inAnyLanguage: (topic, text) => text !== '' && counts(textScans(text), '').has(topic),
    topicsInAnyLanguage: (text) => (text === '' ? nothing : new Set(counts(textScans(text), '').keys())),
    wholeTopics: (text) => new Set(text === '' ? [] : textScans(text).whole?.ends.map(([, topic]) => topic)),
  }

  return {
    shared,
    vocabulary: (language, digest) => ({
      language,
      known: true,
      digest,
      mentions: (topic, text) => text !== '' && counts(textScans(text), language).has(topic),
      is: (topic, text) =>
        textScans(text).whole?.ends.some(([other, name]) => other === language && name === topic) ?? false,
      count: (topic, text) => (text === '' ? 0 : (counts(textScans(text), language).get(topic) ?? 0)),
      topicsIn: (text) => (text === '' ? nothing : new Set(counts(textScans(text), language).keys())),
      ...shared,
    }),
  }
}

/** The vocabulary of a language that we can't read, where not even identifiers are known. */
export function noVocabulary(language: string): Vocabulary {
  return emptyVocabulary(language, '')
}

/** A vocabulary that finds nothing. */
export function emptyVocabulary(language: string, digest: string): Vocabulary {
  const never = (): boolean => false
  return {
    language,
    known: false,
    digest,
    mentions: never,
    is: never,
    count: () => 0,
    topicsIn: () => nothing,
    code: never,
    topicsInCode: () => nothing,
    inAnyLanguage: never,
    topicsInAnyLanguage: () => nothing,
    wholeTopics: () => nothing,
  }
}

function emptyNode(): PhraseNode {
  return { next: new Map(), ends: [] }
}

function scan(root: PhraseNode, tokens: string[]): Scan {
  const found = new Set<PhraseNode>()
  for (let start = 0; start < tokens.length; start++) {
    let node = root.next.get(tokens[start]!)
    for (let index = start + 1; node; index++) {
      if (node.ends.length > 0) found.add(node)
      const token = tokens[index]
      node = token === undefined ? undefined : node.next.get(token)
    }
  }
  return { ends: [...found], whole: wholeOf(root, tokens), counts: new Map() }
}

function wholeOf(root: PhraseNode, tokens: string[]): PhraseNode | undefined {
  let from = 0
  let to = tokens.length
  while (from < to && /^\d+$/.test(tokens[from]!)) from++
  while (from < to && /^\d+$/.test(tokens[to - 1]!)) to--
  let node: PhraseNode | undefined = root
  if (to - from === 0 || to - from > 12) return undefined
  for (let index = from; node && index < to; index++) node = node.next.get(tokens[index]!)
  return node && node.ends.length > 0 ? node : undefined
}

/** How many phrases of each topic were found; language '' counts those of all. */
function counts(found: Scan, language: string): Map<Topic, number> {
  let map = found.counts.get(language)
  if (map) return map
  map = new Map()
  for (const node of found.ends) {
    for (const [other, topic] of node.ends) {
      if (language === '' || other === language) map.set(topic, (map.get(topic) ?? 0) + 1)
    }
  }
  found.counts.set(language, map)
  return map
}

function remembering(make: (text: string) => Scan): (text: string) => Scan {
  const cache = new Map<string, Scan>()
  return (text) => {
    let value = cache.get(text)
    if (value) return value
    value = make(text)
    if (text.length > 5000) return value
    if (cache.size >= cacheLimit) cache.clear()
    cache.set(text, value)
    return value
  }
}

const odd: Record<string, string> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th' }

// oxlint-disable-next-line no-control-regex -- "all ASCII" is the question
const plain = /^[\u0000-\u007f]*$/

/** Lower case, no accents: what is compared. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (plain.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßłøđæœıþ]/g, (letter) => odd[letter] ?? letter)
}

/** The words of a text, folded. */
export function tokensOf(text: string): string[] {
  const folded = fold(text)
  // The plain pattern is several times faster, and most text is plain once accents are off.
  return folded.match(plain.test(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? []
}

/** The words of an identifier: `billingAddress_2` is billing, address, 2. */
export function identifierTokens(identifier: string): string[] {
  let apart = identifier.slice(0, 400)
  if (/\p{Lu}/u.test(apart)) apart = apart.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
  if (/\p{N}/u.test(apart)) apart = apart.replace(/(\p{L})(\p{N})/gu, '$1 $2').replace(/(\p{N})(\p{L})/gu, '$1 $2')
  return tokensOf(apart)
}
