import { z } from 'zod'
import type { ViewportLayout } from '../../snapshot/schema.ts'
import type { Form } from '../forms.ts'
import type { Field, FieldPurpose } from '../forms/fields.ts'
import { Where } from '../dom/where.ts'

export const SideBySide = z
  .object({
    form: z.int().describe('Node number of its form'),
    rows: z.int().describe('Rows that hold two or more questions which do not belong together'),
    text: z.string().describe('What the first of them asks'),
    where: Where,
  })
  .meta({ id: 'SideBySide' })
export type SideBySide = z.infer<typeof SideBySide>

/** Questions that people see as one: they may well share a row. */
const kin: Partial<Record<FieldPurpose, string>> = {
  name: 'person',
  'given-name': 'person',
  'additional-name': 'person',
  'family-name': 'person',
  'honorific-prefix': 'person',
  'house-number': 'place',
  'street-address': 'place',
  'address-line1': 'place',
  'address-line2': 'place',
  'postal-code': 'place',
  'address-level1': 'place',
  'address-level2': 'place',
  country: 'place',
  'cc-number': 'card',
  'cc-name': 'card',
  'cc-exp': 'card',
  'cc-exp-month': 'card',
  'cc-exp-year': 'card',
  'cc-csc': 'card',
  'bday-day': 'birthday',
  'bday-month': 'birthday',
  'bday-year': 'birthday',
  'tel-country-code': 'phone',
  tel: 'phone',
  'current-password': 'password',
  'new-password': 'password',
  date: 'stay',
  time: 'stay',
  people: 'stay',
  quantity: 'stay',
  amount: 'amount',
  captcha: 'captcha',
}

const unclear = new Set<FieldPurpose>(['other', 'option', 'category', 'sort', 'language'])

/** Forms that lay unrelated questions side by side. */
export function sideBySide(forms: readonly Form[], view: ViewportLayout): SideBySide[] {
  return forms.flatMap((form) => {
    const rows = rowsOf(form.fields, view).filter((row) => isMixed(row))
    const [first] = rows
    if (!first) return []
    const text = first.map((field) => field.label).join(' | ')
    return [{ form: form.where.node, rows: rows.length, text, where: form.where }]
  })
}

function rowsOf(fields: readonly Field[], view: ViewportLayout): Field[][] {
  const rows: { top: number; lefts: number[]; fields: Field[] }[] = []
  for (const field of fields) {
    if (field.honeypot || /^(?:hidden|checkbox|radio|range|file|color)$/.test(field.type)) continue
    const layout = view.nodes[String(field.where.node)]
    if (!layout?.shown || layout.box[2] < 40) continue
    const [left, top, , height] = layout.box
    const row = rows.find((each) => Math.abs(each.top - top) < Math.max(8, height / 2))
    if (!row) rows.push({ top, lefts: [left], fields: [field] })
    else if (row.lefts.every((other) => Math.abs(other - left) > 40)) {
      row.lefts.push(left)
      row.fields.push(field)
    }
  }
  return rows.filter((row) => row.fields.length > 1).map((row) => row.fields)
}

function isMixed(row: readonly Field[]): boolean {
  // Of what nobody knows the meaning, nobody knows whether it belongs together: from and to, say.
  const told = row.filter(({ purpose }) => !unclear.has(purpose))
  return new Set(told.map(({ purpose }) => kin[purpose] ?? purpose)).size > 1
}
