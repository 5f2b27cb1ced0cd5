import type { Element } from 'domhandler'
import { fillable, type CtaCandidate } from './candidates.ts'
import type { DetectorInput } from '../detector.ts'

/** What the form that a control sends is among the page's forms. */
export interface FormPlace {
  /** How many things a person fills in. */
  fields: number
  /** It asks for a password. */
  password: boolean
  /** Controls that send it, and which of them this one is. */
  submits: number
  order: number
  /** Which of the page's forms with three fields or more it is; -1 for a shorter one. */
  longOrder: number
  /** No form of the page has more fields. */
  largest: boolean
}

/** The form of each control that sends one. */
export function formPlaces(
  candidates: CtaCandidate[],
  input: DetectorInput<Record<never, never>>,
): Map<Element, FormPlace> {
  const forms = new Map<Element, { submits: Element[]; fields: number; password: boolean; longOrder: number }>()
  let long = 0
  for (const { element, kind, purpose } of candidates) {
    const owner = kind === 'submit' && purpose !== undefined ? input.formOwner(element) : undefined
    if (!owner) continue
    const known = forms.get(owner)
    if (known) {
      known.submits.push(element)
      continue
    }
    const controls = input.controlsOf(owner)
    const fields = fillable(controls)
    const password = controls.some(({ attribs }) => attribs['type']?.toLowerCase() === 'password')
    forms.set(owner, { submits: [element], fields, password, longOrder: fields >= 3 ? long++ : -1 })
  }
  const most = Math.max(0, ...[...forms.values()].map(({ fields }) => fields))
  return new Map(
    [...forms.values()].flatMap(({ submits, fields, password, longOrder }) =>
      submits.map((element, order): [Element, FormPlace] => [
        element,
        { fields, password, submits: submits.length, order, longOrder, largest: fields === most },
      ]),
    ),
  )
}
