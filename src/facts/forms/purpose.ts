import type { FormPurpose } from '../../shared/taxonomy.ts'
import { formFeatures, type FormEvidence } from './features.ts'
import weights from './weights.json' with { type: 'json' }
import { predict, type LinearModel } from '../model/linear-model.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

const model = weights as LinearModel

/** The classes that the model tells apart; some of them are split by rules below. */
export type FormClass =
  | 'search'
  | 'login'
  | 'registration'
  | 'password-recovery'
  | 'contact'
  | 'newsletter'
  | 'order'
  | 'other'

/** What a form is for, how sure that is, and what decided. */
export function formPurpose(
  form: FormEvidence,
  vocabulary: Vocabulary,
): { purpose: FormPurpose; confidence: number; cues: string[] } {
  const { best, confidence, cues } = predict<FormClass>(model, formFeatures(form, vocabulary))
  const [purpose, cue] = refine(best, form, vocabulary)
  return { purpose, confidence, cues: cue === '' ? cues : [cue, ...cues].slice(0, 4) }
}

/** Splits the model's classes by what only some of their forms have. */
function refine(best: FormClass, form: FormEvidence, vocabulary: Vocabulary): [FormPurpose, string] {
  const asks = new Set(form.fields.filter((field) => field.type !== 'hidden').map((field) => field.purpose))
  const words = `${form.heading} | ${form.submit}`
  const says = (topic: string): boolean => vocabulary.inAnyLanguage(`form.${topic}`, words)
  const coded = (topic: string): boolean => vocabulary.code(`form.${topic}`, `${form.action} | ${form.identifiers}`)
  const paying = asks.has('cc-number') || asks.has('cc-csc') || asks.has('cc-exp')
  const addresses = ['street-address', 'address-line1', 'postal-code'].filter((purpose) =>
    asks.has(purpose as never),
  ).length
  if (paying) return ['checkout', 'card fields']
  if (best === 'order' || best === 'other' || best === 'registration' || (best === 'contact' && !asks.has('message'))) {
    const bought = says('checkout') || coded('checkout') || vocabulary.code('form.checkout', form.path)
    const named = best === 'contact' && vocabulary.inAnyLanguage('form.checkout', form.text)
    if ((bought || named) && addresses > (named ? 1 : 0) && form.visibleFields > 2)
      return ['checkout', 'address and checkout words']
  }
  if (best === 'registration' || best === 'contact' || best === 'newsletter' || best === 'other') {
    const asksWho = asks.has('email') || asks.has('tel')
    if (says('trial') && asksWho) return ['trial', 'trial words']
    if (best !== 'newsletter' && (says('demo') || coded('demo')) && asksWho) return ['demo', 'demo words']
  }
  if (best === 'contact' || best === 'other') {
    const asksWho = asks.has('email') || asks.has('tel')
    const isComment = (says('comment') || coded('comment')) && !says('review')
    if (
      !isComment &&
      (asks.has('rating') || says('review') || coded('review')) &&
      (asks.has('message') || asks.has('rating'))
    ) {
      return ['review', 'rating or review words']
    }
    if (best === 'contact') {
      const comment = says('comment') || coded('comment')
      if (comment && !says('contact') && !asks.has('tel') && !asks.has('subject')) return ['comment', 'comment words']
      if ((says('quote') || coded('quote')) && asksWho) return ['quote', 'quote words']
      if (!asksWho && asks.has('message') && comment) return ['comment', 'comment words']
    } else if (asksWho && (says('quote') || coded('quote')) && form.visibleFields > 1) return ['quote', 'quote words']
  }
  return [best, '']
}
