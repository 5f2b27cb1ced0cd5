import type { Translator } from './strings.ts'

/** A note is a code and what it is about; one without a sentence is only for the consultant. */
export function noteText(note: string, { t, label }: Translator, isClient: boolean): string[] {
  const [code = '', ...subject] = note.split(' ')
  if (label(`note.${code}`, '') === '') return isClient ? [] : [note]
  return [t(`note.${code}`, { subject: subject.join(' ') })]
}

/** What the client may enter: a code, and after a colon the step that it is about. */
export function entryText(entry: string, { t, label }: Translator): string {
  const [code = '', step = ''] = entry.split(':')
  return label(`enter.${code}`, '') === '' ? entry : t(`enter.${code}`, { step: label(`step.${step}`, step) })
}

/** Milliseconds as people say them; a layout shift has no unit. */
export function metricText(name: string, value: number, { number }: Translator): string {
  if (/shift/i.test(name)) return number(value, 2)
  if (/byte/i.test(name)) return `${number(value / 1_000_000, 1)} MB`
  return value >= 1000 ? `${number(value / 1000, 1)} s` : `${number(value)} ms`
}
