import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml'
import { digest, stableJson } from '../../shared/digest.ts'
import { UsageError, type Mistake } from '../../shared/errors.ts'
import { codeLanguage, emptyVocabulary, phraseScanner, type Vocabulary } from './phrases.ts'

/** The file of words of languages without a file of their own calls itself this; a page in one of them is still not readable. */
const severalLanguages = 'mul'

export type { Topic, Vocabulary } from './phrases.ts'
export { noVocabulary } from './phrases.ts'

/** One file of `rules/vocabulary/` as text, and what to call it in messages. */
export interface VocabularyText {
  place: string
  text: string
}

/** A sentence of a vocabulary file with the topics that must and must not be found in it. */
export interface VocabularyExample {
  text: string
  topics: string[]
  not: string[]
}

/** One parsed file. */
export interface VocabularyFile {
  language: string
  topics: Record<string, string[]>
  examples: VocabularyExample[]
}

/** The words of all languages that we can read. */
export interface Vocabularies {
  /** Languages with a vocabulary, sorted. */
  languages: string[]
  files: VocabularyFile[]
  digest: string
  /** The words of one language; one that finds nothing when there is no file for it. */
  of(language: string): Vocabulary
}

/**
 * Reads vocabulary files: `language`, `topics` (topic → phrases), `examples`. The topics of `en` are the list of all
 * topics; `code` holds the words that developers use in ids, names and addresses. All mistakes are thrown at once.
 */
export function parseVocabularies(texts: VocabularyText[]): Vocabularies {
  const mistakes: Mistake[] = []
  const parsed = texts.map((source) => readFile(source, mistakes))
  const english = parsed.find(({ file }) => file.language === 'en')
  if (!english) mistakes.push({ message: 'There is no vocabulary for English (language: en).' })
  const code = parsed.find(({ file }) => file.language === codeLanguage)
  const known = new Set([english, code].flatMap((one) => Object.keys(one?.file.topics ?? {})))
  for (const { topicPlaces } of english ? parsed : []) {
    for (const [topic, place] of topicPlaces) {
      if (known.has(topic)) continue
      mistakes.push({ place, message: `Unknown topic "${topic}".`, hint: 'Topics are those of en.yaml and code.yaml.' })
    }
  }
  const seen = new Set<string>()
  for (const { file, place } of parsed) {
    if (seen.has(file.language)) mistakes.push({ place, message: `A second vocabulary for "${file.language}".` })
    seen.add(file.language)
  }
  if (mistakes.length > 0) throw new UsageError('bad-rules', mistakes)
  return buildVocabularies(parsed.map(({ file }) => file))
}

/** Makes matchers of parsed files. */
export function buildVocabularies(files: VocabularyFile[]): Vocabularies {
  const scanner = phraseScanner(files)
  const digestOf = new Map(files.map((file) => [file.language, digest(stableJson(file.topics), 16)]))
  const made = new Map<string, Vocabulary>()
  return {
    languages: files
      .map((file) => file.language)
      .filter((language) => language !== codeLanguage && language !== severalLanguages)
      .toSorted(),
    files,
    digest: digest(stableJson(Object.fromEntries(digestOf)), 16),
    of(language) {
      const known = digestOf.has(language) && language !== codeLanguage
      const key = known ? language : `-${language}`
      const existing = made.get(key)
      if (existing) return existing
      const words = digest(`${digestOf.get(language) ?? ''} ${digestOf.get(codeLanguage) ?? ''}`, 16)
      const vocabulary = known
        ? scanner.vocabulary(language, words)
        : { ...emptyVocabulary(language, words), ...scanner.shared }
      made.set(key, vocabulary)
      return vocabulary
    },
  }
}

interface ReadFile {
  place: string
  file: VocabularyFile
  topicPlaces: [topic: string, place: string][]
}

function readFile({ place, text }: VocabularyText, mistakes: Mistake[]): ReadFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const at = (node: unknown): string => {
    const offset = (node as Node | undefined)?.range?.[0]
    if (offset === undefined) return place
    const { line, col } = lines.linePos(offset)
    return `${place}:${line}:${col}`
  }
  const wrong = (node: unknown, message: string): void => void mistakes.push({ place: at(node), message })
  const file: VocabularyFile = { language: '', topics: {}, examples: [] }
  const topicPlaces: [string, string][] = []
  const result = { place, file, topicPlaces }
  for (const problem of [...document.errors, ...document.warnings]) {
    const { line, col } = lines.linePos(problem.pos[0])
    mistakes.push({ place: `${place}:${line}:${col}`, message: problem.message.split('\n')[0] ?? 'Not valid YAML.' })
  }
  if (document.errors.length > 0) return result
  if (!isMap(document.contents)) {
    wrong(document.contents, 'A vocabulary file has the keys language, topics and examples.')
    return result
  }
  for (const { key, value } of document.contents.items as Pair[]) {
    const name = isScalar(key) ? String(key.value) : ''
    if (name === 'language' && isScalar(value)) file.language = String(value.value)
    else if (name === 'topics' && isMap(value)) readTopics(value.items as Pair[])
    else if (name === 'examples' && isSeq(value)) for (const item of value.items) readExample(item)
    else wrong(key, `"${name}" is not a part of a vocabulary file, or has the wrong shape.`)
  }
  if (!/^[a-z]{2,4}$/.test(file.language)) {
    mistakes.push({ place, message: 'language must be the primary subtag of a language, such as "de".' })
  }
  return result

  function readTopics(pairs: Pair[]): void {
    for (const { key, value } of pairs) {
      const topic = isScalar(key) ? String(key.value) : ''
      const phrases: string[] = []
      if (!isSeq(value)) wrong(key, `The phrases of "${topic}" must be a list.`)
      else {
        for (const item of value.items) {
          if (isScalar(item) && typeof item.value === 'string' && /[\p{L}\p{N}]/u.test(item.value))
            phrases.push(item.value)
          else wrong(item, `A phrase of "${topic}" must be a text with a letter or digit; put it in quotes.`)
        }
      }
      file.topics[topic] = phrases
      topicPlaces.push([topic, at(key)])
    }
  }

  function readExample(item: unknown): void {
    const example = isMap(item) ? (item.toJSON() as Partial<VocabularyExample>) : {}
    const { text: words, topics = [], not = [] } = example
    if (typeof words === 'string' && Array.isArray(topics) && Array.isArray(not)) {
      file.examples.push({ text: words, topics, not })
    } else wrong(item, 'An example has a text, topics found in it, and topics that are not.')
  }
}
