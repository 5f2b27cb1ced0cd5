/// <reference lib="dom" />
import type { NamedThing, NamesState } from './page-names.ts'

// Everything inside `installLooks` is sent to the page as text: it may use nothing from outside itself.

/** A text that can be seen. */
export type SeenText = Pick<NamedThing, 'selector' | 'snippet' | 'region'> & {
  box: [x: number, y: number, width: number, height: number]
  others: number
}

/** The page as it stands between two steps. */
export interface Moment {
  url: string
  title: string
  /** What makes it another page than the one before, although the address may be the same. */
  headings: string[]
  /** Names of the fields that can be seen. */
  fields: string[]
  dialogs: number
  /** What the page says is wrong. */
  messages: string[]
  /** The window on the page. */
  view: [x: number, y: number, width: number, height: number]
}

/** A field of a form, for counting and for judging what the form is about. */
export interface FormField {
  name: string
  /** Its name, id and autocomplete token, for developers' words. */
  code: string
}

/** The part that tells how the page stands. */
export interface LooksState extends NamesState {
  /** Fields that can be seen in the form around it; of the whole page when it stands in none. */
  formAround(index: number): FormField[]
  /** What frames that can be seen are called, and where they are from. */
  frames(): string[]
  seenText(words: string): SeenText | null
  moment(): Moment
  /** How many of these can be seen, quantities or ways to take something out, whichever are more. */
  items(quantities: number[], removers: number[]): number
}

/** Adds looking at the page to the page script's state. */
export function installLooks(state: LooksState): void {
  const { dom } = state
  const clean = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()
  const plain = (text: string): string =>
    clean(text)
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()

  /** Fields that can be seen; of radio buttons with one name, one. */
  const fieldsIn = (root: ParentNode): FormField[] => {
    const groups = new Set<string>()
    return [...root.querySelectorAll<HTMLInputElement>('input, select, textarea')].flatMap((field) => {
      if (/^(hidden|submit|button|reset|image)$/.test(field.type) || !state.isSeen(state.faceOf(field))) return []
      // What stands in the frame of the page is no part of what a visitor fills in here.
      if (root === document && field.closest('header, nav, footer, [role=search]')) return []
      if (field.type === 'radio' && field.name !== '') {
        if (groups.has(field.name)) return []
        groups.add(field.name)
      }
      const name = clean(field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? field.placeholder)
      const code = [field.name, field.id, field.autocomplete].join(' ')
      return [{ name: name.slice(0, 80) || field.name, code }]
    })
  }
  state.formAround = (index) => {
    const element = state.things[index] as HTMLInputElement | undefined
    return fieldsIn(element?.form ?? element?.closest('form, dialog, [role=dialog]') ?? document)
  }
  // Card data are asked for in frames of those who take the payment.
  state.frames = () =>
    state
      .all('iframe')
      .filter((frame) => state.isSeen(frame))
      .slice(0, 30)
      .map((frame) =>
        [frame.getAttribute('name'), frame.id, frame.getAttribute('title'), hostOf(frame.getAttribute('src'))].join(
          ' ',
        ),
      )
  const hostOf = (address: string | null): string =>
    address && URL.canParse(address, location.href) ? new URL(address, location.href).host : ''

  state.seenText = (words) => {
    const wanted = plain(words)
    const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_ELEMENT)
    const hits: Element[] = []
    for (
      let node = walker.nextNode() as Element | null, tries = 0;
      node && tries < 20_000;
      node = walker.nextNode() as Element | null, tries++
    ) {
      if (/^(script|style|noscript|template)$/.test(dom.name(node)) || (node.textContent ?? '').length > 20_000)
        continue
      if (!plain(node.textContent ?? '').includes(wanted)) continue
      if ([...node.children].some((child) => plain(child.textContent ?? '').includes(wanted) && state.isSeen(child)))
        continue
      if (state.isSeen(node) && plain((node as HTMLElement).innerText ?? node.textContent ?? '').includes(wanted))
        hits.push(node)
    }
    const order = ['dialog', 'main', 'body', 'aside', 'header', 'nav', 'footer']
    const best = hits.toSorted((a, b) => order.indexOf(state.regionOf(a)) - order.indexOf(state.regionOf(b)))[0]
    if (!best) return null
    const rect = dom.box(best)
    if (rect.top < 0 || rect.bottom > innerHeight) best.scrollIntoView({ block: 'center', behavior: 'instant' })
    const { x, y, width, height } = dom.box(best)
    return {
      box: [x + scrollX, y + scrollY, width, height],
      selector: state.selectorOf(best),
      snippet: state.snippetOf(best),
      region: state.regionOf(best),
      others: hits.length - 1,
    }
  }

  const short = (elements: Iterable<Element>, most: number): string[] =>
    [...elements]
      .filter((element) => state.isSeen(element))
      .slice(0, most)
      .map((element) => clean(element.textContent).slice(0, 160))
      .filter(Boolean)

  const messages = (): string[] => {
    const told = short(
      state.all('[role=alert], [aria-live=assertive], [id$="-error"], .error-message, .invalid-feedback, .field-error'),
      6,
    )
    const invalid = state
      .all('[aria-invalid=true], input:user-invalid, select:user-invalid, textarea:user-invalid')
      .slice(0, 6) as HTMLInputElement[]
    const fields = invalid.map((field) => {
      const name = clean(field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? field.name)
      return [name, clean(field.validationMessage)].filter(Boolean).join(': ').slice(0, 160)
    })
    return [...new Set([...told, ...fields].filter(Boolean))].slice(0, 8)
  }

  state.moment = () => ({
    url: location.href,
    title: clean(document.title).slice(0, 200),
    headings: short(state.all('h1, h2, legend'), 12),
    fields: fieldsIn(document)
      .slice(0, 60)
      .map(({ name }) => name),
    dialogs: state.all('dialog[open], [role=dialog], [aria-modal=true]').filter((one) => state.isSeen(one)).length,
    messages: messages(),
    view: [scrollX, scrollY, innerWidth, innerHeight],
  })

  state.items = (quantities, removers) => {
    const rows = (indexes: number[]): number =>
      indexes.filter((index) => {
        const element = state.things[index]
        return element && state.isSeen(state.faceOf(element)) && !element.closest('nav, footer')
      }).length
    return Math.max(rows(quantities), rows(removers))
  }
}
