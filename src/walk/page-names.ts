/// <reference lib="dom" />
import type { PageState } from '../visit/page-state.ts'

// Everything inside `installNames` is sent to the page as text: it may use nothing from outside itself.

/** Something that a visitor could act with, under every name that it goes by. */
export interface NamedThing {
  /** Place in the list that the page keeps. */
  index: number
  kind: 'control' | 'field' | 'choice'
  /** The best name first. */
  names: { text: string; by: string }[]
  /** What it is one of: the legend around it, the label before it. */
  group: string
  /** Its name, id and autocomplete token, for developers' words. */
  code: string
  visible: boolean
  /** `dialog`, `main`, `body`, `aside`, `header`, `nav`, `footer`. */
  region: string
  tag: string
  type: string
  /** Where pressing it leads by a plain read: a link, a form that is sent as one. */
  address: string
  /** Pressing it sends a form. */
  submits: boolean
  disabled: boolean
  /** Of a `<select>`: what can be chosen. */
  options: string[]
  selector: string
  snippet: string
}

/** The part that gives things their names. */
export interface NamesState extends PageState {
  /** What was listed last, by index. */
  things: Element[]
  /** All things that could be acted with, outer documents and open shadow roots alike. */
  list(): NamedThing[]
  describe(element: Element, index: number): NamedThing
  isSeen(element: Element): boolean
  /** What a visitor would press: a hidden radio's label in its place. */
  faceOf(element: Element): Element
  regionOf(element: Element): string
  selectorOf(element: Element): string
  snippetOf(element: Element): string
  textOf(element: Element): string
  /** Everything that matches, shadow roots included. */
  all(selector: string): Element[]
}

/** Adds names to the page script's state. */
export function installNames(state: NamesState): void {
  const { dom } = state
  const mostThings = 3000
  const fieldTypes =
    'input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image],[type=radio],[type=checkbox],[type=file]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox], [role=searchbox], [role=combobox], [role=spinbutton]'
  const choiceTypes =
    'input[type=radio], input[type=checkbox], [role=radio], [role=checkbox], [role=switch], [role=option], [role=menuitemradio], [role=tab]'
  const controlTypes =
    'a[href], area[href], button, input[type=submit], input[type=button], input[type=image], input[type=reset], summary, label, [role=button], [role=link], [role=menuitem], [onclick], [tabindex]:not([tabindex="-1"])'
  const everything = `${fieldTypes}, ${choiceTypes}, ${controlTypes}`

  const clean = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200)
  const attribute = (element: Element, name: string): string => clean(element.getAttribute(name))

  state.all = (selector) => {
    const found: Element[] = []
    const visit = (root: Document | ShadowRoot): void => {
      found.push(...root.querySelectorAll(selector))
      for (const element of root.querySelectorAll('*')) {
        const inner = dom.shadowRoot(element)
        if (inner) visit(inner)
      }
    }
    visit(document)
    return found
  }

  state.isSeen = (element) => {
    const { width, height } = dom.box(element)
    if (width <= 1 || height <= 1) return false
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }

  const labelsOf = (element: Element): Element[] => {
    const { labels } = element as HTMLInputElement
    return labels ? [...labels] : []
  }

  state.faceOf = (element) => {
    if (state.isSeen(element)) return element
    return labelsOf(element).find((label) => state.isSeen(label)) ?? element
  }

  /** What it reads as: what can be seen of it, else what it holds; pictures by their names. */
  state.textOf = (element) => {
    const seen = clean((element as HTMLElement).innerText)
    if (seen !== '') return seen
    const pictures = [...element.querySelectorAll('img[alt], svg title, svg[aria-label]')].map((picture) =>
      clean(picture.getAttribute('alt') ?? picture.getAttribute('aria-label') ?? picture.textContent),
    )
    return clean([element.textContent ?? '', ...pictures].join(' '))
  }

  const byIds = (element: Element, name: string): string => {
    const root = dom.root(element) as Document | ShadowRoot
    const ids = attribute(element, name).split(' ').filter(Boolean)
    return clean(ids.map((id) => root.getElementById?.(id)?.textContent ?? '').join(' '))
  }

  /** Text that stands before a field without a label of its own. */
  const textBefore = (element: Element): string => {
    let at: Element | null = element
    for (let level = 0; at && level < 3; level++) {
      for (let before = at.previousSibling; before; before = before.previousSibling) {
        const text = clean(before.textContent)
        if (text === '') continue
        const holdsField = before instanceof Element && before.querySelector('input, select, textarea, button')
        return text.length <= 80 && !holdsField ? text : ''
      }
      at = at.parentElement
    }
    return ''
  }

  /** What developers call a control that shows a picture and no words. */
  const iconName = (element: Element): string => {
    const parts = [element, ...element.querySelectorAll('i, span, svg, use, img, [name]')]
      .slice(0, 8)
      .flatMap((one) => [
        one.id,
        one.getAttribute('class') ?? '',
        one.getAttribute('name') ?? '',
        (one.getAttribute('src') ?? one.getAttribute('href') ?? one.getAttribute('xlink:href') ?? '')
          .replace(/^.*[/#]/, '')
          .replace(/\.\w+$/, ''),
      ])
    const words = parts
      .join(' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .split(/[^A-Za-z]+/)
      .filter((word) => word.length > 1)
    return [...new Set(words.map((word) => word.toLowerCase()))].join(' ').slice(0, 200)
  }

  const namesOf = (element: Element, kind: NamedThing['kind']): NamedThing['names'] => {
    const names: NamedThing['names'] = []
    const add = (text: string, by: string): void => {
      if (text !== '' && !names.some((name) => name.text === text)) names.push({ text, by })
    }
    add(byIds(element, 'aria-labelledby'), 'label')
    if (kind !== 'control') {
      for (const label of labelsOf(element)) {
        const copy = label.cloneNode(true) as Element
        for (const field of copy.querySelectorAll('select, textarea, option, script, style')) field.remove()
        add(clean(copy.textContent), 'label')
      }
    }
    const isField = kind === 'field'
    if (!isField) add(state.textOf(element), 'text')
    add(attribute(element, 'aria-label'), 'aria-label')
    if (element instanceof HTMLInputElement && /^(submit|button|reset)$/.test(element.type))
      add(clean(element.value), 'value')
    add(attribute(element, 'alt'), 'alt')
    add(attribute(element, 'placeholder'), 'placeholder')
    add(attribute(element, 'title'), 'title')
    if (isField && names.length === 0) add(textBefore(element), 'text before')
    if (kind === 'control' && names.length === 0) add(iconName(element), 'icon')
    if (kind === 'choice') add(attribute(element, 'value'), 'value')
    if (kind !== 'control') {
      add(attribute(element, 'name'), 'attribute')
      add(attribute(element, 'autocomplete'), 'attribute')
    }
    return names
  }

  const groupOf = (element: Element): string => {
    const around = element.closest('fieldset, [role=radiogroup], [role=group], [role=listbox]')
    if (around) {
      const legend = around.querySelector(':scope > legend')
      const named = clean(legend?.textContent) || attribute(around, 'aria-label') || byIds(around, 'aria-labelledby')
      if (named !== '') return named
    }
    // Swatches and the like stand in a row behind a word.
    let at: Element | null = element.parentElement
    for (let level = 0; at && level < 4; level++) {
      const before = at.previousElementSibling
      if (before && !dom.matches(before, 'button, a') && !before.querySelector('button, a, input, select')) {
        const text = clean(before.textContent)
        if (text !== '' && text.length <= 60) return text
      }
      at = at.parentElement
    }
    return ''
  }

  state.regionOf = (element) => {
    if (element.closest('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]')) return 'dialog'
    const nav = element.closest('nav, [role=navigation]')
    if (nav) return 'nav'
    if (element.closest('main, [role=main], article')) return 'main'
    if (element.closest('header, [role=banner]')) return 'header'
    if (element.closest('footer, [role=contentinfo]')) return 'footer'
    if (element.closest('aside, [role=complementary]')) return 'aside'
    return 'body'
  }

  state.selectorOf = (element) => {
    const parts: string[] = []
    for (let at: Element | null = element; at && parts.length < 5; at = at.parentElement) {
      const name = dom.name(at)
      if (at.id && /^[A-Za-z][\w-]{0,60}$/.test(at.id)) {
        parts.unshift(`#${at.id}`)
        break
      }
      const alike = at.parentElement ? [...at.parentElement.children].filter((child) => dom.name(child) === name) : []
      parts.unshift(alike.length > 1 ? `${name}:nth-of-type(${alike.indexOf(at) + 1})` : name)
      if (name === 'body') break
    }
    return parts.join(' > ')
  }

  state.snippetOf = (element) => {
    const copy = element.cloneNode(false) as Element
    copy.removeAttribute('value')
    copy.removeAttribute('style')
    const tag = copy.outerHTML.replace(/<\/[^>]+>$/, '')
    const text = /^(input|select|textarea)$/.test(dom.name(element)) ? '' : clean(element.textContent).slice(0, 80)
    return `${tag.slice(0, 220)}${text}`
  }

  const addressOf = (element: Element, form: HTMLFormElement | null | undefined): string => {
    const link = element.closest('a[href]') as HTMLAnchorElement | null
    if (link) return link.href
    const sends = form && form.getAttribute('method')?.toLowerCase() !== 'post'
    return sends ? new URL(form.getAttribute('action') ?? '', location.href).href : ''
  }

  state.describe = (element, index) => {
    const kind = dom.matches(element, choiceTypes) ? 'choice' : dom.matches(element, fieldTypes) ? 'field' : 'control'
    const tag = dom.name(element)
    const type = tag === 'input' || tag === 'button' ? (element as HTMLInputElement).type : ''
    const form = (element as HTMLInputElement).form as HTMLFormElement | null | undefined
    return {
      index,
      kind,
      names: namesOf(element, kind),
      group: kind === 'field' && tag !== 'select' ? '' : groupOf(element),
      code: [attribute(element, 'name'), element.id, attribute(element, 'autocomplete')].join(' ').trim(),
      visible: state.isSeen(state.faceOf(element)),
      region: state.regionOf(element),
      tag,
      type,
      address: addressOf(element, form),
      submits: Boolean(form) && /^(submit|image)$/.test(type),
      disabled: dom.matches(element, ':disabled') || attribute(element, 'aria-disabled') === 'true',
      options:
        tag === 'select'
          ? [...(element as HTMLSelectElement).options].slice(0, 300).map(({ text }) => clean(text))
          : [],
      selector: state.selectorOf(element),
      snippet: state.snippetOf(element),
    }
  }

  /** Words that react to a click although nothing in the markup says so: only their hand tells. */
  const handMade = (known: ReadonlySet<Element>): Element[] => {
    const found = new Set<Element>()
    const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(), tries = 0; node && tries < 6000; node = walker.nextNode(), tries++) {
      const holder = node.parentElement
      const text = clean(node.nodeValue)
      if (!holder || text.length < 1 || text.length > 80 || found.has(holder)) continue
      if (getComputedStyle(holder).cursor !== 'pointer') continue
      let at: Element | null = holder
      while (at && !known.has(at)) at = at.parentElement
      if (!at) found.add(holder)
    }
    return [...found]
  }

  state.list = () => {
    const known = new Set(state.all(everything))
    state.things = [...known, ...handMade(known)].slice(0, mostThings)
    return state.things.map((element, index) => state.describe(element, index))
  }
}
