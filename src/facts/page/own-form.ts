import type { PageEvidence } from './features.ts'
import type { PageType } from '../../shared/taxonomy.ts'

/** Who orders is asked where it goes, and how it is paid or sent; whatever else stands beside it. */
export function isOrderForm({ forms }: PageEvidence): boolean {
  const shown = forms.filter(({ visible }) => visible)
  if (shown.every(({ purpose }) => purpose !== 'checkout')) return false
  const asked = shown.flatMap(({ fields }) => fields).filter(({ hidden }) => !hidden)
  const address = new Set(
    asked
      .map(({ purpose }) => purpose)
      .filter((purpose) => /^(?:street-address|address-line1|postal-code)$/.test(purpose)),
  )
  const paid = asked.some(({ purpose }) => /^cc-(?:number|exp|csc)/.test(purpose))
  const chosen = shown.some(
    ({ purpose, fields }) => purpose === 'checkout' && fields.filter(({ type }) => type === 'radio').length > 1,
  )
  return address.size > 1 && (paid || chosen)
}

/** The type of a page that is there for one form, with little to read beside it. */
export function typeOfOwnForm({ forms, text }: PageEvidence): [PageType, string] | undefined {
  const shown = forms.filter((form) => form.visible)
  const has = (purpose: string, least: number): boolean =>
    shown.some((form) => form.purpose === purpose && form.visibleFields >= least)
  const { paragraphs } = text
  // Menus that stand in no landmark are nothing to read.
  const mainWords = text.mainWords - text.linkWords
  if (has('checkout', 3) && paragraphs < 8) return ['checkout', 'little but a checkout form']
  if (has('registration', 3) && paragraphs < 5) return ['lead-form', 'little but a form to register']
  if (paragraphs < 4 && mainWords < 250) {
    if (has('password-recovery', 1)) return ['login', 'little but a form for a lost password']
    if (has('login', 1)) return ['login', 'little but a log-in form']
  }
  if (paragraphs < 5 && mainWords < 500) {
    for (const purpose of ['quote', 'demo', 'trial'])
      if (has(purpose, 3)) return ['lead-form', `little but a ${purpose} form`]
    if (mainWords < 350 && has('contact', 3)) return ['contact', 'little but a contact form']
  }
  return undefined
}
