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
}

/** A topic is a key of the vocabulary files, e.g. `newsletter` or `cta.buy`. The loader refuses unknown ones. */
export type Topic = string
