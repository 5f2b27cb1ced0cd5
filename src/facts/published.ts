import type { PageFacts } from './index.ts'

type Form = NonNullable<PageFacts['forms']>[number]

/** Facts as other programs get them. Rules know no null, so that inside a formless form has the index -1. */
export type PublishedFacts = Omit<PageFacts, 'forms'> & { forms?: (Omit<Form, 'index'> & { index: number | null })[] }

/** Facts with `null` for the index of what is no `<form>` of the page. */
export function publishFacts({ forms, ...facts }: PageFacts): PublishedFacts {
  if (!forms) return facts
  return { ...facts, forms: forms.map((form) => ({ ...form, index: form.index < 0 ? null : form.index })) }
}
