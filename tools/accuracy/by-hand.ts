import type { Cta } from '../../src/facts/ctas.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import { judgePresence, none, type Judged } from './score.ts'
import { sameWords } from '../models/cta-samples.ts'
import { presence, type PageLabels, type PresenceLabel } from './labels.ts'

/** What people said of a page against its facts. */
export function judgeByHand(labels: PageLabels, facts: PageFacts): Judged[] {
  const { id } = labels
  const type = facts.page?.type ?? none
  const accepted = type === labels.page_type_alt ? type : labels.page_type
  const judged: Judged[] = [
    { task: 'page type, by hand', id, truth: accepted, guess: type },
    { task: 'language, by hand', id, truth: labels.lang, guess: facts.language?.used || none },
  ]
  for (const form of labels.forms) {
    const found = facts.forms?.find((one) => one.index === form.index)
    judged.push(
      { task: 'form purpose, by hand', id: `${id}#${form.index}`, truth: form.purpose, guess: found?.purpose ?? none },
      {
        task: 'fields as a person counts, by hand',
        id: `${id}#${form.index}`,
        truth: String(form.fields),
        guess: String(found?.visibleFields ?? none),
      },
    )
  }
  for (const name of Object.keys(presence) as PresenceLabel[]) {
    judged.push(judgePresence(`${name}, by hand`, id, labels[name], presence[name](facts)))
  }
  return [...judged, ...judgeMainAction(labels, facts.ctas ?? [])]
}

const nothing = 'nothing'

function judgeMainAction({ id, primary_cta: wanted, cta_intent: intent }: PageLabels, ctas: Cta[]): Judged[] {
  const primary = ctas.filter(({ rank }) => rank === 'primary')
  const truth = wanted === null ? nothing : 'named'
  const text = primary.length === 0 ? nothing : named(primary, wanted) ? 'named' : 'another'
  const note = `"${wanted ?? ''}", found "${primary[0]?.text ?? ''}"`
  const aim = wanted === null ? nothing : (intent ?? none)
  const found = primary.some((cta) => cta.intent === aim) ? aim : (primary[0]?.intent ?? nothing)
  return [
    {
      task: 'main action: text, by hand',
      id,
      note,
      truth,
      guess: text,
    },
    {
      task: 'main action: intent, by hand',
      id,
      note,
      truth: aim,
      guess: found,
    },
  ]
}

function named(ctas: Cta[], wanted: string | null): boolean {
  return wanted !== null && ctas.some(({ text }) => sameWords(text, wanted))
}
