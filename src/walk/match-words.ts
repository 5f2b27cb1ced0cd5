import type { FoundThing } from '../snapshot/walk-record.ts'
import type { NamedThing } from './page-names.ts'

/** A thing that words may mean, and how well they fit. */
export interface Match {
  thing: NamedThing
  name: string
  by: string
  match: FoundThing['match']
}

/** What was looked for among all that is there. */
export interface Matches {
  /** The best first; visible before hidden, then exact before contained before alike, then what a visitor is busy with before the menu. */
  list: Match[]
  /** How many fit as well as the first does. */
  ties: number
}

const fits = ['exact', 'contained', 'alike'] as const
/** A dialog in front of everything, then the page's own content, then what is around it. */
const regions = ['dialog', 'main', 'body', 'aside', 'header', 'nav', 'footer']
/** What an attribute says is for developers; a visitor never reads it. */
const names = [
  'text',
  'label',
  'value',
  'aria-label',
  'alt',
  'placeholder',
  'text before',
  'title',
  'icon',
  'attribute',
]

/** Finds what a visitor would mean by these words. Pure: the same things and words give the same order. */
export function matchWords(things: readonly NamedThing[], words: string): Matches {
  const wanted = bare(words)
  const found = things.flatMap((thing): Match[] => {
    const best = thing.names
      .flatMap(({ text, by }) => {
        const match = fitOf(bare(text), wanted, by)
        return match ? [{ thing, name: text, by, match }] : []
      })
      .toSorted((a, b) => fits.indexOf(a.match) - fits.indexOf(b.match) || names.indexOf(a.by) - names.indexOf(b.by))[0]
    return best ? [best] : []
  })
  const list = found
    .map((match) => ({ match, rank: rankOf(match) }))
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || a.match.thing.index - b.match.thing.index)
  const first = list[0]
  const ties = first ? list.filter(({ rank }) => compareRanks(rank, first.rank) === 0).length - 1 : 0
  return { list: list.map(({ match }) => match), ties }
}

function rankOf({ thing, match, name }: Match): number[] {
  const region = regions.indexOf(thing.region)
  const stage = fits.indexOf(match)
  return [
    thing.visible ? 0 : 1,
    stage,
    // Header and menu come after the content whatever else is to be said.
    region < 0 ? 2 : region,
    thing.disabled ? 1 : 0,
    stage === 0 ? 0 : name.length,
    thing.tag === 'label' ? 1 : 0,
  ]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) {
    const other = b[place] ?? 0
    if (value !== other) return value - other
  }
  return 0
}

function fitOf(name: string, wanted: string, by: string): FoundThing['match'] | undefined {
  if (name === '' || wanted === '') return undefined
  if (name === wanted || joined(name) === joined(wanted)) return 'exact'
  if (by === 'attribute') return undefined
  // What a picture without words is called by those who drew it tells a guess, no more.
  if (by === 'icon') return wanted.split(' ').every((word) => name.split(' ').includes(word)) ? 'alike' : undefined
  // "Cart 3" and "3 Cart" are called "Cart": the number changes from visit to visit.
  if (withoutNumbers(name) === wanted) return 'exact'
  const inside = ` ${name} `.includes(` ${wanted} `)
  // In a long text the words may well be about something else.
  if (inside && name.length <= wanted.length * 4 + 40) return 'contained'
  return likenessOf(name, wanted) >= alike ? 'alike' : undefined
}

/** From this likeness on a person would take one for the other. */
const alike = 0.75

/** The visible names nearest to what was looked for, for a person to see what is there instead. */
export function nearestNames(things: readonly NamedThing[], words: string, most: number): string[] {
  const wanted = bare(words)
  const ranked = things
    .filter(({ visible }) => visible)
    .flatMap(({ names: all, region }) => {
      const first = all.find(({ by }) => by !== 'attribute' && by !== 'icon')
      if (!first || bare(first.text) === '') return []
      const place = regions.indexOf(region)
      return [{ text: first.text.slice(0, 60), likeness: likenessOf(bare(first.text), wanted), place }]
    })
    .toSorted((a, b) => b.likeness - a.likeness || a.place - b.place)
  return [...new Set(ranked.map(({ text }) => text))].slice(0, most)
}

/** Lower case, without accents; words between single blanks. */
export function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function withoutNumbers(text: string): string {
  return text
    .split(' ')
    .filter((word) => !/^\d+$/.test(word))
    .join(' ')
}

function joined(text: string): string {
  return text.replaceAll(' ', '')
}

/** 0 to 1: shared words, or shared pairs of letters where words are misspelt or inflected. */
function likenessOf(a: string, b: string): number {
  return Math.max(dice(a.split(' '), b.split(' ')), dice(pairs(joined(a)), pairs(joined(b))))
}

function pairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))
}

function dice(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 0
  const left = [...b]
  let shared = 0
  for (const part of a) {
    const at = left.indexOf(part)
    if (at < 0) continue
    left.splice(at, 1)
    shared++
  }
  return (2 * shared) / (a.length + b.length)
}
