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
  /** By the next word; leaves have none. */
  next: Map<string, PhraseNode> | undefined
  /** The phrases that end here: topics by language, those of every language under ''. */
  ends: TopicsByLanguage | undefined
}

type TopicsByLanguage = ReadonlyMap<string, ReadonlySet<Topic>>

/** What is found in one text. */
interface Scan {
  /** Each phrase once, in order of first appearance. */
  ends: TopicsByLanguage[]
  /** The phrase that the text as a whole is. */
  whole: TopicsByLanguage | undefined
  /** Topics by language, as far as they were asked for. */
  topics: Map<string, ReadonlySet<Topic>> | undefined
}

const nothing: ReadonlySet<Topic> = new Set()
/** Most texts hold no phrase; what is remembered of them is this one. */
const nothingFound: Scan = { ends: [], whole: undefined, topics: undefined }
/** The language that stands for all of them. */
const anyLanguage = ''

/** Remembered scans; detectors ask about the same labels again and again. */
const cacheLimit = 20_000

/** One walk over a text finds the phrases of all topics in all languages; what was found is remembered per text. */
export function phraseScanner(files: { language: string; topics: Record<string, string[]> }[]): {
  vocabulary(language: string, digest: string): Vocabulary
  shared: Shared
} {
  const isCode = ({ language }: { language: string }): boolean => language === codeLanguage
  const words = phraseTree(
    files.filter((file) => !isCode(file)),
    tokensOf,
  )
  const identifiers = phraseTree(files.filter(isCode), identifierTokens)

  const textScans = remembering((text) => scan(words, tokensOf(text)))
  const identifierScans = remembering((text) => scan(identifiers, identifierTokens(text)))
  const inText = (text: string, language: string): ReadonlySet<Topic> =>
    text === '' ? nothing : topicsOf(textScans(text), language)
  const wholeText = (text: string, language: string): ReadonlySet<Topic> =>
    text === '' ? nothing : (textScans(text).whole?.get(language) ?? nothing)
  const inCode = (identifier: string): ReadonlySet<Topic> =>
    identifier === '' ? nothing : topicsOf(identifierScans(identifier), codeLanguage)
  const shared: Shared = {
    code: (topic, identifier) => inCode(identifier).has(topic),
    topicsInCode: inCode,
    inAnyLanguage: (topic, text) => inText(text, anyLanguage).has(topic),
    topicsInAnyLanguage: (text) => inText(text, anyLanguage),
    wholeTopics: (text) => wholeText(text, anyLanguage),
  }

  return {
    shared,
    vocabulary: (language, digest) => ({
      language,
      known: true,
      digest,
      mentions: (topic, text) => inText(text, language).has(topic),
      is: (topic, text) => wholeText(text, language).has(topic),
      count: (topic, text) =>
        text === '' ? 0 : textScans(text).ends.filter((ends) => ends.get(language)?.has(topic)).length,
      topicsIn: (text) => inText(text, language),
      ...shared,
    }),
  }
}

/** All phrases as one tree of words. */
function phraseTree(
  files: { language: string; topics: Record<string, string[]> }[],
  wordsOf: (phrase: string) => string[],
): PhraseNode {
  const root: PhraseNode = { next: undefined, ends: undefined }
  const meanings = new Map<PhraseNode, [language: string, topic: Topic][]>()
  for (const { language, topics } of files) {
    for (const [topic, phrases] of Object.entries(topics)) {
      for (const phrase of phrases) {
        let node = root
        for (const word of wordsOf(phrase)) {
          node.next ??= new Map()
          let next = node.next.get(word)
          if (!next) node.next.set(word, (next = { next: undefined, ends: undefined }))
          node = next
        }
        const known = meanings.get(node)
        if (known) known.push([language, topic])
        else meanings.set(node, [[language, topic]])
      }
    }
  }
  // Thousands of phrases mean the same few things.
  const shared = new Map<string, TopicsByLanguage>()
  for (const [node, list] of meanings) {
    const key = JSON.stringify(list)
    let ends = shared.get(key)
    if (!ends) {
      const byLanguage = Map.groupBy(list, ([language]) => language)
      byLanguage.set(anyLanguage, list)
      ends = new Map([...byLanguage].map(([language, pairs]) => [language, new Set(pairs.map(([, topic]) => topic))]))
      shared.set(key, ends)
    }
    node.ends = ends
  }
  return root
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

function scan(root: PhraseNode, tokens: string[]): Scan {
  let found: Set<PhraseNode> | undefined
  for (let start = 0; start < tokens.length; start++) {
    let node = root.next?.get(tokens[start]!)
    for (let index = start + 1; node; index++) {
      if (node.ends) (found ??= new Set()).add(node)
      const token = tokens[index]
      node = token === undefined ? undefined : node.next?.get(token)
    }
  }
  const whole = wholeOf(root, tokens)
  if (!found && !whole) return nothingFound
  return { ends: Array.from(found ?? [], (node) => node.ends!), whole, topics: undefined }
}

function wholeOf(root: PhraseNode, tokens: string[]): TopicsByLanguage | undefined {
  let from = 0
  let to = tokens.length
  while (from < to && /^\d+$/.test(tokens[from]!)) from++
  while (from < to && /^\d+$/.test(tokens[to - 1]!)) to--
  let node: PhraseNode | undefined = root
  if (to - from === 0 || to - from > 12) return undefined
  for (let index = from; node && index < to; index++) node = node.next?.get(tokens[index]!)
  return node?.ends
}

function topicsOf(scanned: Scan, language: string): ReadonlySet<Topic> {
  const { ends } = scanned
  if (ends.length === 0) return nothing
  if (ends.length === 1) return ends[0]!.get(language) ?? nothing
  scanned.topics ??= new Map()
  let found = scanned.topics.get(language)
  if (!found) {
    const all = new Set<Topic>()
    for (const end of ends) for (const topic of end.get(language) ?? nothing) all.add(topic)
    scanned.topics.set(language, (found = all))
  }
  return found
}

function remembering(make: (text: string) => Scan): (text: string) => Scan {
  const cache = new Map<string, Scan>()
  // A detector asks about many topics of one text in a row.
  let last = ''
  let lastScan = nothingFound
  return (text) => {
    if (text === last) return lastScan
    let value = cache.get(text)
    if (!value) {
      value = make(text)
      if (text.length > 5000) return value
      if (cache.size >= cacheLimit) cache.clear()
      cache.set(text, value)
    }
    last = text
    lastScan = value
    return value
  }
}

const odd: Record<string, string> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th' }

// oxlint-disable-next-line no-control-regex -- "all ASCII" is the question
const plain = /^[\u0000-\u007f]*$/

/** Lower case, no accents: what is compared. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return plain.test(lower) ? lower : withoutAccents(lower)
}

function withoutAccents(lower: string): string {
  return lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßłøđæœıþ]/g, (letter) => odd[letter] ?? letter)
}

/** The words of a text, folded. */
export function tokensOf(text: string): string[] {
  let folded = text.toLowerCase()
  // The plain pattern is several times faster, and most text is plain once accents are off.
  if (!plain.test(folded)) {
    folded = withoutAccents(folded)
    if (!plain.test(folded)) return folded.match(/[\p{L}\p{N}]+/gu) ?? []
  }
  return folded.match(/[a-z0-9]+/g) ?? []
}

/** The words of an identifier: `billingAddress_2` is billing, address, 2. */
export function identifierTokens(identifier: string): string[] {
  const whole = identifier.slice(0, 400)
  if (!plain.test(whole)) return tokensOf(partsOfUnicode(whole))
  // The same in the letters that nearly all identifiers are of.
  if (!/[A-Z0-9]/.test(whole)) return whole.match(/[a-z]+/g) ?? []
  return whole.match(/[A-Z]*[a-z]+|[A-Z]+|[0-9]+/g)?.map((part) => part.toLowerCase()) ?? []
}

function partsOfUnicode(identifier: string): string {
  return identifier
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
}
