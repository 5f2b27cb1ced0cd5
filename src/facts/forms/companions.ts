import { typeOf, type Field, type RawField } from './fields.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** Boxes for a few characters each are parts of one number. */
const shortBox = 5
const sharedPrefix = 5

/** Fields of a form, with those found to be traps that only the company of labelled fields gives away: `body`, bare, beside an e-mail. */
export function withBareTraps(raw: RawField[], vocabulary: Vocabulary): RawField[] {
  const labelled = raw.filter((field) => field.type !== 'hidden' && field.labels.explicit !== '').length
  if (labelled === 0) return raw
  return raw.map((field) => (isBareTrap(field, vocabulary) ? { ...field, honeypot: true } : field))
}

function isBareTrap({ element, labels, honeypot }: RawField, vocabulary: Vocabulary): boolean {
  const name = element.attribs['name'] ?? ''
  if (honeypot || typeOf(element) !== 'text' || labels.explicit + labels.title + labels.nearby !== '') return false
  if (labels.placeholder !== '' && labels.placeholder.toLowerCase() !== name.toLowerCase()) return false
  return name.length < 12 && name === name.toLowerCase() && vocabulary.code('honeypot.bare', name)
}

/** Fields of a form; the nameless parts of a phone number take the words of the part beside them. */
export function withSharedWords(fields: Field[]): Field[] {
  const shared = [...fields]
  for (const [index, field] of fields.entries()) {
    if (field.labelSource !== 'none' || field.near !== '' || field.hidden || field.type === 'hidden') continue
    const before = lastShown(shared, index)
    const neighbours = [before, isDial(field) ? shared[index + 1] : undefined]
    const other = neighbours.find(
      (one) => one !== undefined && !one.hidden && belongs(field, one) && wordsOf(one) !== '',
    )
    if (other) shared[index] = { ...field, near: wordsOf(other) }
  }
  return shared
}

function belongs(field: Field, other: Field): boolean {
  const isShort = ({ longest }: Field): boolean => longest > 0 && longest <= shortBox
  if (isPhone(field) && isPhone(other)) {
    const parts = [field, other]
    return parts.some((part) => isDial(part) || isShort(part) || part.readOnly || part.type === 'select')
  }
  return isShort(field) && isShort(other) && startsAlike(field.name, other.name)
}

function startsAlike(one: string, other: string): boolean {
  return one.length > sharedPrefix && one.slice(0, sharedPrefix) === other.slice(0, sharedPrefix)
}

function isPhone({ purpose }: Field): boolean {
  return purpose === 'tel' || purpose === 'tel-country-code'
}

function isDial({ purpose }: Field): boolean {
  return purpose === 'tel-country-code'
}

function wordsOf({ label, beside, near }: Field): string {
  return (label || beside || near).slice(0, 80)
}

/** A few hidden fields may lie between two that people see. */
function lastShown(fields: Field[], index: number): Field | undefined {
  return fields.slice(Math.max(0, index - 4), index).findLast((field) => !field.hidden)
}
