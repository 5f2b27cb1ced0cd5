import { identifierTokens, tokensOf } from '../vocabulary/phrases.ts'
import type { FieldClues, FormClues } from './field-clues.ts'

/** How the words of one source are cut. */
interface Cut {
  /** Tells sources apart. */
  seed: number
  /** Most words. */
  most: number
  /** Pieces of words up to so many letters; 0 for whole words alone. */
  letters: number
  /** Pairs of words, too. */
  pairs?: boolean
}

/** Attributes, other than names and labels, in which developers say what a field is. */
const dataNames = /^(?:data-|ng-model|formcontrolname|v-model|for|list)/
const kept = (
  'required aria-required autofocus autocapitalize autocorrect spellcheck minlength onkeyup onblur tabindex readonly ' +
  'disabled checked multiple step min max rows cols'
).split(' ')

/**
 * Words and pieces of words that stand in and around a field, as numbers: each is a digest of its letters and of where it
 * stands. The model learns from these what no vocabulary lists, in any script.
 */
export function fieldGrams(form: FormClues, at: number): Set<number> {
  const field = form.fields[at]!
  const { attribs, labels, type } = field
  const grams = new Set<number>()
  const choice = type === 'checkbox' || type === 'radio'
  const text = labels.explicit || labels.placeholder || labels.title || (choice ? labels.nearby : '')
  const name = attribs['name'] ?? ''
  const id = attribs['id'] ?? ''
  code(grams, `${name} ${id === name ? '' : id}`.slice(0, 120), { seed: 1, most: 16, letters: 5, pairs: true })
  words(grams, text, { seed: 2, most: 16, letters: 5, pairs: true })
  if (labels.placeholder !== '' && labels.explicit !== '')
    words(grams, labels.placeholder, { seed: 3, most: 16, letters: 4, pairs: true })
  if (text === '') words(grams, labels.nearby, { seed: 4, most: 16, letters: 5, pairs: true })
  let data = ''
  for (const key in attribs) if (dataNames.test(key) && data.length < 200) data += ` ${attribs[key]!.slice(0, 80)}`
  code(grams, data.slice(0, 200), { seed: 5, most: 20, letters: 0 })
  code(grams, (attribs['class'] ?? '').slice(0, 120), { seed: 6, most: 16, letters: 0 })
  code(grams, field.around[0], { seed: 7, most: 16, letters: 0 })
  code(grams, field.around[1], { seed: 8, most: 16, letters: 0 })
  words(grams, field.options.slice(0, 6).join(' ').slice(0, 200), { seed: 9, most: 14, letters: 4 })
  words(grams, field.values.slice(0, 5).join(' ').slice(0, 120), { seed: 10, most: 8, letters: 0 })
  words(grams, field.after, { seed: 11, most: 8, letters: 0 })
  words(grams, field.legend, { seed: 12, most: 6, letters: 0 })
  words(grams, field.question, { seed: 13, most: 12, letters: 4 })
  words(grams, (attribs['value'] ?? '').slice(0, 60), { seed: choice ? 14 : 15, most: 4, letters: choice ? 4 : 0 })
  for (const key of ['pattern', 'maxlength', 'size', 'rows'])
    if (attribs[key] !== undefined) grams.add(hash(16, `${key}${attribs[key].slice(0, 30)}`))
  for (const key of kept) if (attribs[key] !== undefined) grams.add(hash(17, key))
  code(grams, field.picture, { seed: 18, most: 10, letters: 0 })

  // What the form says weighs on passwords and choices otherwise than on the rest.
  const base = type === 'password' ? 20 : choice || type === 'select' ? 60 : 30
  for (const gram of formGrams(form, base)) grams.add(gram)
  if (type === 'password') words(grams, form.links, { seed: 25, most: 20, letters: 4, pairs: true })

  neighbour(grams, form.fields, at, -1, 40)
  neighbour(grams, form.fields, at, 1, 50)
  return grams
}

const known = new WeakMap<FormClues, Map<number, Set<number>>>()

function formGrams(form: FormClues, base: number): Set<number> {
  let byBase = known.get(form)
  if (!byBase) known.set(form, (byBase = new Map()))
  let grams = byBase.get(base)
  if (grams) return grams
  byBase.set(base, (grams = new Set()))
  words(grams, form.submit, { seed: base, most: 6, letters: 0, pairs: true })
  words(grams, form.heading, { seed: base + 1, most: 8, letters: 0 })
  code(grams, form.identifiers.slice(0, 200), { seed: base + 2, most: 16, letters: 0 })
  words(grams, form.title, { seed: base + 3, most: 10, letters: 0 })
  const places = `${form.action.replace(/^https?:\/\/[^/]*/, '')} ${form.path}`
  code(grams, places.slice(0, 140), { seed: base + 4, most: 14, letters: 0 })
  return grams
}

function neighbour(grams: Set<number>, fields: FieldClues[], at: number, step: number, seed: number): void {
  const other = fields[at + step]
  if (!other) return
  grams.add(hash(seed, other.type))
  code(grams, (other.attribs['name'] || other.attribs['id'] || '').slice(0, 60), {
    seed: seed + 1,
    most: 6,
    letters: 0,
    pairs: true,
  })
  words(grams, other.labels.label, { seed: seed + 2, most: 6, letters: 0 })
}

function words(grams: Set<number>, text: string, cut: Cut): void {
  if (text !== '') pieces(grams, tokensOf(text), cut)
}

function code(grams: Set<number>, identifier: string, cut: Cut): void {
  if (identifier === '') return
  const tokens = identifierTokens(identifier).map((token) => (/^\d{3,}$/.test(token) ? '#' : token))
  pieces(grams, tokens, cut)
}

/** Scripts that write no spaces, or say much with one letter. */
const dense = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/
const longest = 24

function pieces(grams: Set<number>, list: string[], { seed, most, letters, pairs }: Cut): void {
  for (let index = 0; index < list.length && index < most; index++) {
    const word = list[index]!.slice(0, longest)
    const whole = hash(seed, word)
    grams.add(whole)
    if (pairs && index > 0)
      grams.add(mixed(hash(seed + 100, list[index - 1]!.slice(0, longest)) ^ Math.imul(whole, 31)))
    if (letters === 0) continue
    const isDense = dense.test(word)
    if (!isDense && word.length < 3) continue
    const least = isDense ? 1 : 3
    const longestPiece = isDense ? 3 : letters
    const bounded = `^${word}$`
    for (let start = 0; start < bounded.length; start++) {
      let value = 2166136261 ^ (seed + 200)
      for (let end = start; end < bounded.length && end < start + longestPiece; end++) {
        value = Math.imul(value ^ bounded.charCodeAt(end), 16777619)
        if (end - start + 1 >= least) grams.add(mixed(value))
      }
    }
  }
}

function hash(seed: number, text: string): number {
  let value = 2166136261 ^ seed
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16777619)
  return mixed(value)
}

function mixed(value: number): number {
  let result = value ^ (value >>> 15)
  result = Math.imul(result, 0x85ebca6b)
  return (result ^ (result >>> 13)) >>> 0
}
