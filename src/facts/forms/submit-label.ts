import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName } from '../dom/accessible-name.ts'
import type { Tree } from '../dom/tree.ts'
import { Where, type Locate } from '../dom/where.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { isHidden, type FieldContext } from './fields.ts'

export const submitMeanings = ['outcome', 'sending', 'nothing', 'none'] as const
export type SubmitMeaning = (typeof submitMeanings)[number]

/** What the label of the control that sends a form tells: what comes of it, that it is sent, or nothing. */
export function submitMeaning(submit: string, buttons: readonly Element[], vocabulary: Vocabulary): SubmitMeaning {
  if (submit === '') {
    const bare = buttons.some(
      ({ name, attribs }) =>
        name === 'input' && /^submit$/i.test(attribs['type'] ?? '') && attribs['value'] === undefined,
    )
    // A browser writes its own word on it.
    return bare ? 'nothing' : 'none'
  }
  if (vocabulary.is('submit.empty', submit)) return 'nothing'
  return vocabulary.is('submit.send', submit) ? 'sending' : 'outcome'
}

export const Reset = z.object({ text: z.string(), where: Where }).meta({ id: 'Reset' })
export type Reset = z.infer<typeof Reset>

/** Controls that empty the form, with a word on them: a cross inside one field clears that field only. */
export function resetsOf(buttons: readonly Element[], context: FieldContext, where: Locate): Reset[] {
  return buttons
    .filter(({ attribs }) => /^reset$/i.test((attribs['type'] ?? '').trim()))
    .filter((button) => !isHidden(button, context))
    .map((button) => ({ button, text: resetText(button, context.tree) }))
    .filter(({ text, button }) => button.name === 'input' || /\p{L}/u.test(text))
    .map(({ button, text }) => ({ text, where: where(button, text || 'reset') }))
}

function resetText(button: Element, tree: Tree): string {
  return accessibleName(button, tree, 60)
}
