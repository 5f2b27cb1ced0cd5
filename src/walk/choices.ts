import type { WalkStep } from '../snapshot/walk-record.ts'
import { find, findForStep, foundThing, Obstacle, pick, press, type WalkWords } from './acts.ts'
import { matchWords, nearestNames, type Match } from './match-words.ts'
import type { NamedThing } from './page-names.ts'
import type { WalkTab } from './walk-tab.ts'

/**
 * Chooses an option: of a list, of a group of radios or swatches, or of a list that comes up when its head is pressed. Without a
 * group, whatever is called so and can be chosen. @throws Obstacle
 */
export async function choose(
  walk: WalkTab,
  step: WalkStep,
  { group, option, nth }: { group: string; option: string; nth?: number },
  vocabulary: WalkWords,
): Promise<void> {
  const things = await until(
    walk,
    (list) => selectsOf(list, group, option).length > 0 || choicesOf(list, group, option).length > 0,
  )
  const [select] = selectsOf(things, group, option)
  const choices = choicesOf(things, group, option)
  const choice = choices[(nth ?? 1) - 1]
  if (select && (select.thing.visible || !choice?.thing.visible)) {
    step.found.push(foundThing(select, 0))
    await pick(walk, step, select.thing, option)
    return
  }
  if (choice?.thing.visible) {
    if (choice.thing.disabled) throw new Obstacle('switched-off', choice.name)
    step.found.push(foundThing(choice, group === '' ? choices.length - 1 : 0))
    if (!(await walk.see<boolean>(`isChosen(${choice.thing.index})`)))
      await press(walk, step, choice.thing.index, vocabulary)
    step.fields++
    return
  }
  if (group === '') {
    step.nearest = nearestNames(
      things.filter(({ kind }) => kind === 'choice'),
      option,
      6,
    )
    throw new Obstacle('nothing-called-so', option)
  }
  // A list of the site's own making comes up when its head is pressed.
  const head = await findForStep(walk, step, group, { kinds: ['field', 'control', 'choice'], vocabulary })
  await press(walk, step, head.thing.index, vocabulary)
  await walk.rest()
  const opened = await find(walk, option, { kinds: ['choice', 'control'], waitMs: 2_000 })
  if (!opened.match?.thing.visible) {
    step.nearest = nearestNames(
      opened.things.filter(({ kind }) => kind === 'choice'),
      option,
      6,
    )
    throw new Obstacle('no-such-option', option)
  }
  await press(walk, step, opened.match.thing.index, vocabulary)
  step.fields++
}

async function until(walk: WalkTab, isThere: (things: readonly NamedThing[]) => boolean): Promise<NamedThing[]> {
  const deadline = performance.now() + 4_000
  for (;;) {
    const things = await walk.see<NamedThing[]>('list()')
    if (isThere(things) || performance.now() >= deadline) return things
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Lists that hold the option, of that name when one is given. */
function selectsOf(things: readonly NamedThing[], group: string, option: string): Match[] {
  const selects = things.filter(
    ({ tag, options }) =>
      tag === 'select' &&
      matchWords(
        options.map((text, index) => ({ ...things[0]!, index, names: [{ text, by: 'text' }] })),
        option,
      ).list[0]?.match === 'exact',
  )
  const named =
    group === ''
      ? []
      : matchWords(
          things.filter(({ tag }) => tag === 'select'),
          group,
        ).list
  return group === '' ? matchAll(selects, option) : named
}

function matchAll(things: readonly NamedThing[], name: string): Match[] {
  return things
    .map((thing): Match => ({ thing, name: thing.names[0]?.text ?? name, by: 'text', match: 'exact' }))
    .toSorted((a, b) => Number(b.thing.visible) - Number(a.thing.visible))
}

/** Radios, boxes and buttons that are called like the option, in that group when one is given. */
function choicesOf(things: readonly NamedThing[], group: string, option: string): Match[] {
  const candidates = things.filter(
    ({ kind, tag }) => kind === 'choice' || (group !== '' && kind === 'control' && tag !== 'label'),
  )
  const called = matchWords(candidates, option).list.filter(({ match, by }) => match !== 'alike' || by === 'text')
  if (group === '') return called
  return called.filter(
    ({ thing }) =>
      thing.group !== '' &&
      matchWords([{ ...thing, names: [{ text: thing.group, by: 'group' }] }], group).list.length > 0,
  )
}
