import type { Field, FieldPurpose } from './fields.ts'

/** What counting needs to know of a field. */
export interface CountedField {
  purpose: FieldPurpose
  type: string
  name: string
  label: string
  hidden: boolean
  honeypot: boolean
}

/** Fields that a person fills in as one. */
const blocks: Partial<Record<FieldPurpose, string>> = {
  'given-name': 'name',
  'additional-name': 'name',
  'family-name': 'name',
  'street-address': 'address',
  'address-line1': 'address',
  'address-line2': 'address',
  'house-number': 'address',
  'postal-code': 'address',
  'address-level1': 'address',
  'address-level2': 'address',
  'tel-country-code': 'phone',
  tel: 'phone',
  'bday-day': 'birthday',
  'bday-month': 'birthday',
  'bday-year': 'birthday',
  'cc-exp-month': 'expiry',
  'cc-exp-year': 'expiry',
  // Four boxes for a card's number, six for a code.
  'cc-number': 'card number',
  'one-time-code': 'code',
}

const uncounted = new Set<FieldPurpose>(['consent', 'opt-in', 'captcha'])

/**
 * Fields as a person counts them: a name pair, a date, an address block or a group of radio buttons is one; hidden
 * ones, traps, consent boxes and captchas are none.
 */
export function countAsPerson(fields: CountedField[]): number {
  let count = 0
  const groups = new Set<string>()
  let previous = ''
  for (const field of fields) {
    if (field.hidden || field.honeypot || uncounted.has(field.purpose)) continue
    let group = blocks[field.purpose] ?? ''
    if (field.type === 'radio') group = `radio ${field.name}`
    else if (field.type === 'checkbox' && field.name !== '') {
      group = field.name.endsWith(']') ? `checkbox ${field.name.replace(/\[[^\]]*\]$/, '')}` : `checkbox ${field.name}`
    }
    // Lists of the same words, such as the states of several countries: one of them is shown.
    else if (group === '' && field.type === 'select' && field.label !== '') group = `list ${field.label.toLowerCase()}`
    if (group === 'phone') {
      // Two phone numbers are two fields; a country code belongs to the number after it.
      if (previous === 'tel-country-code' && field.purpose === 'tel') {
        previous = field.purpose
        continue
      }
      group = ''
    }
    // Boxes in a row are one question.
    if (field.type === 'checkbox' && previous === 'checkbox') continue
    previous = field.type === 'checkbox' ? 'checkbox' : field.purpose
    if (group !== '') {
      if (groups.has(group)) continue
      groups.add(group)
    }
    count += 1
  }
  return count
}

/** Fields of a form that is still closed, as they will be when it opens. */
export function whenOpen<Kind extends { type: string; hidden: boolean; honeypot: boolean }>(fields: Kind[]): Kind[] {
  const asked = fields.filter((field) => field.type !== 'hidden' && !field.honeypot)
  if (asked.some((field) => !field.hidden)) return fields
  return fields.map((field) => ({ ...field, hidden: field.type === 'hidden' }))
}

/** Those that have to be filled in; all, when nothing tells them apart. */
export function needed(fields: Field[]): Field[] {
  const open = fields.filter((field) => !field.prefilled && !field.readOnly)
  const required = open.filter((field) => field.required || field.mark === 'required')
  return required.length > 0 ? required : open.filter((field) => field.mark !== 'optional')
}
