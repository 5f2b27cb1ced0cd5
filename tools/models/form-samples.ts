import { formFeatures } from '../../src/facts/forms/features.ts'
import type { Vocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { readingsOf, type Corpora, type HandLabels } from './corpora.ts'
import type { Sample } from './learner.ts'

const formClass: Record<string, string> = {
  'contact/comment': 'contact',
  'join mailing list': 'newsletter',
  'password/login recovery': 'password-recovery',
  'order/add to cart': 'order',
}
const fromOurs: Record<string, string> = {
  comment: 'contact',
  review: 'contact',
  quote: 'contact',
  demo: 'contact',
  checkout: '',
  trial: '',
}

/** Formasaurus forms, which are scored, and the hand-labelled ones, which only help. */
export function readFormSamples(corpora: Corpora, vocabularies: Vocabularies, handmade: HandLabels[]): Sample[] {
  const samples: Sample[] = []
  for (const page of corpora.load('formasaurus', 'dev')) {
    const labels = page.labels.forms.filter(
      (form: { status: string; form_index: number | null }) => form.form_index !== null,
    )
    if (labels.length === 0) continue
    const readings = readingsOf(page, vocabularies)
    for (const label of labels) {
      if (label.status !== 'ok' && label.status !== 'duplicate') continue
      const reading = readings.find((one) => one.scope.index === label.form_index)
      if (!reading) continue
      const features = formFeatures(reading.evidence, vocabularies.of('en'))
      const kind = label.form_type_simple
      const simple = ['poll', 'display options', 'navigation', 'captcha'].includes(kind)
        ? 'other'
        : (formClass[kind] ?? kind)
      samples.push({
        id: `${page.id}#${label.form_index}`,
        group: page.group,
        label: simple,
        features,
        scored: label.status === 'ok',
        set: 'formasaurus',
        weight: label.status === 'ok' ? 1 : 0.2,
      })
    }
  }
  for (const row of handmade) {
    const page = corpora.rows(row.corpus, 'dev').find((one) => one.id === row.id)
    const readings = readingsOf({ url: row.url, html: corpora.html(row.path) }, vocabularies)
    for (const form of row.forms) {
      const reading = readings.find((one) => one.scope.index === form.index)
      const label = fromOurs[form.purpose] ?? form.purpose
      if (!reading || label === '') continue
      const features = formFeatures(reading.evidence, vocabularies.of('en'))
      samples.push({
        id: `${row.id}#${form.index}`,
        group: page?.group ?? row.id,
        label,
        features,
        scored: row.corpus !== 'formasaurus',
        set: 'hand-labelled',
        weight: row.corpus === 'formasaurus' ? 0 : 0.7,
      })
    }
  }
  return samples.filter((sample) => sample.weight !== 0)
}

/** The class of a form that Formasaurus calls by `type`. */
export function formClassOf(type: string): string {
  return ['poll', 'display options', 'navigation', 'captcha'].includes(type) ? 'other' : (formClass[type] ?? type)
}

/** Formasaurus' class of one of our purposes, which are finer. */
export function simpleFormClass(purpose: string): string {
  const finer: Record<string, string> = { checkout: 'order', trial: 'registration' }
  return finer[purpose] ?? (fromOurs[purpose] || purpose)
}
