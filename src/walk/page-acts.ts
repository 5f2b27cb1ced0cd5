/// <reference lib="dom" />
import type { NamedThing, NamesState } from './page-names.ts'

// Everything inside `installActs` is sent to the page as text: it may use nothing from outside itself.

/** A thing brought into sight. */
export interface Placed {
  /** On the page, CSS pixels. */
  box: [x: number, y: number, width: number, height: number]
  /** Where to press, in the window; null when something covers all of it. */
  point: [x: number, y: number] | null
  /** Screens that had to be scrolled. */
  scrolls: number
  /** What lies over its middle: its name, and the controls in it. */
  cover: { name: string; afloat: boolean; controls: NamedThing[] } | null
}

export interface ActsState extends NamesState {
  place(index: number): Placed | null
  /** Focuses a field and selects what is in it; false when it can't be typed into. */
  focus(index: number): boolean
  /** Leaves a field, so that the page is told; what stands in it now. */
  leaveField(index: number): string
  /** Sets a field that nobody types into: a date, a range, a color. */
  set(index: number, value: string): string
  pick(index: number, option: number): boolean
  isChosen(index: number): boolean
  /** Keeps a link in this tab. */
  keepHere(index: number): boolean
  /** Index of a control that opens what the thing is hidden in; -1 when there is none. */
  opener(index: number, menus: number[]): number
}

/** Adds acting to the page script's state. */
export function installActs(state: ActsState): void {
  const { dom } = state
  const clean = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()

  /** What is hit at a point, inside shadow roots as well. */
  const hitAt = (x: number, y: number): Element | null => {
    let hit = document.elementFromPoint(x, y)
    for (let inner = hit && dom.shadowRoot(hit); inner; inner = hit && dom.shadowRoot(hit)) {
      const deeper = inner.elementFromPoint(x, y)
      if (!deeper || deeper === hit) break
      hit = deeper
    }
    return hit
  }
  const around = (outer: Element, inner: Element): boolean => {
    for (let at: Element | null = inner; at; at = state.parentOf(at)) if (at === outer) return true
    return false
  }
  const isHit = (target: Element, hit: Element): boolean => {
    if (around(target, hit)) return true
    const label = hit.closest('label')
    return (
      (label?.control !== null && label?.control === target) ||
      (around(hit, target) && hit.closest('a, button, label') !== null)
    )
  }

  state.place = (index) => {
    const element = state.things[index]
    if (!element || !dom.connected(element)) return null
    const target = state.faceOf(element)
    const before = dom.box(target)
    const away = before.top < 0 ? -before.top : Math.max(0, before.bottom - innerHeight)
    if (away > 0 || before.left < 0 || before.right > innerWidth)
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const rect = dom.box(target)
    const box: Placed['box'] = [rect.x + scrollX, rect.y + scrollY, rect.width, rect.height]
    const points = [
      [0.5, 0.5],
      [0.2, 0.5],
      [0.8, 0.5],
      [0.5, 0.2],
      [0.5, 0.8],
    ].map(([x = 0, y = 0]): [number, number] => [rect.x + rect.width * x, rect.y + rect.height * y])
    // A link that runs over two lines has a box whose middle may be beside it.
    const [line] = [...dom.boxes(target)]
    if (line) points.push([line.x + line.width / 2, line.y + line.height / 2])
    const free = points.find(([x, y]) => {
      const hit = hitAt(x, y)
      return hit !== null && isHit(target, hit)
    })
    const middle = hitAt(rect.x + rect.width / 2, rect.y + rect.height / 2)
    const covering =
      middle && !isHit(target, middle) && !(free && around(middle, target)) ? coverOf(middle, target) : null
    return {
      box,
      point: free ?? null,
      scrolls: Math.ceil(away / innerHeight),
      cover: covering && { name: nameOfCover(covering), afloat: isAfloat(covering), controls: controlsIn(covering) },
    }
  }

  /** The whole of what lies over the target: the outermost thing taken out of the flow that does not hold it. */
  const coverOf = (hit: Element, target: Element): Element => {
    let cover = hit
    for (let at: Element | null = hit; at && !around(at, target); at = state.parentOf(at)) {
      if (at === document.body || at === dom.html()) break
      if (at === hit || getComputedStyle(at).position !== 'static' || dom.matches(at, 'dialog, [role=dialog]'))
        cover = at
    }
    return cover
  }
  /** It lies over the page rather than in it. */
  const isAfloat = (cover: Element): boolean => {
    for (let at: Element | null = cover; at && at !== document.body; at = state.parentOf(at)) {
      if (
        /^(fixed|sticky)$/.test(getComputedStyle(at).position) ||
        dom.matches(at, 'dialog[open], [role=dialog], [aria-modal=true]')
      )
        return true
    }
    return false
  }
  const nameOfCover = (cover: Element): string =>
    clean(
      cover.getAttribute('aria-label') ?? cover.querySelector('h1, h2, h3, h4')?.textContent ?? state.textOf(cover),
    ).slice(0, 80) || state.selectorOf(cover)
  const controlsIn = (cover: Element): NamedThing[] =>
    state.things.flatMap((element, index) =>
      around(cover, element) &&
      dom.matches(element, 'a, button, input, summary, [role=button], [onclick], [tabindex]') &&
      state.isSeen(element)
        ? [state.describe(element, index)]
        : [],
    )

  state.focus = (index) => {
    const element = state.things[index] as HTMLInputElement | undefined
    if (!element) return false
    element.focus()
    if (element.readOnly === true) return false
    // What is typed is nobody's business: pictures show dots.
    element.style.setProperty('-webkit-text-security', 'disc', 'important')
    if (typeof element.select === 'function') element.select()
    else getSelection()?.selectAllChildren(element)
    return true
  }
  const valueOf = (element: Element): string =>
    dom.matches(element, 'input, textarea, select') ? (element as HTMLInputElement).value : clean(element.textContent)
  state.leaveField = (index) => {
    const element = state.things[index] as HTMLInputElement | undefined
    if (!element) return ''
    element.blur()
    return valueOf(element)
  }
  const tell = (element: Element): void => {
    element.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    element.dispatchEvent(new Event('change', { bubbles: true }))
  }
  state.set = (index, value) => {
    const element = state.things[index] as HTMLInputElement | undefined
    if (!element) return ''
    element.focus()
    element.value = value
    tell(element)
    element.blur()
    return element.value
  }
  state.pick = (index, option) => {
    const element = state.things[index] as HTMLSelectElement | undefined
    const chosen = element?.options?.[option]
    if (!element || !chosen || chosen.disabled) return false
    element.focus()
    element.selectedIndex = option
    tell(element)
    return element.selectedIndex === option
  }
  state.isChosen = (index) => {
    const element = state.things[index]
    if (!element) return false
    if (dom.matches(element, 'input')) return (element as HTMLInputElement).checked
    return /^true$/.test(
      element.getAttribute('aria-checked') ??
        element.getAttribute('aria-selected') ??
        element.getAttribute('aria-pressed') ??
        '',
    )
  }
  state.keepHere = (index) => {
    const link =
      state.things[index]?.closest('a[target], form[target]') ??
      (state.things[index] as HTMLInputElement | undefined)?.form ??
      null
    const target = link?.getAttribute('target') ?? ''
    if (!link || target === '' || /^_(self|top|parent)$/i.test(target)) return false
    link.removeAttribute('target')
    return true
  }

  state.opener = (index, menus) => {
    const element = state.things[index]
    if (!element) return -1
    const openerOf = (hidden: Element): Element | null | undefined => {
      if (dom.name(hidden) === 'details' && !hidden.hasAttribute('open')) return hidden.querySelector('summary')
      if (!hidden.id) return undefined
      const id = CSS.escape(hidden.id)
      return state
        .all(
          `[aria-controls~="${id}"], [data-target="#${id}"], [data-bs-target="#${id}"], [href="#${id}"], label[for="${id}"]`,
        )
        .find((one) => state.isSeen(one))
    }
    for (let at: Element | null = element; at; at = state.parentOf(at)) {
      const found = openerOf(at)
      if (!found || !state.isSeen(found)) continue
      const known = state.things.indexOf(found)
      return known >= 0 ? known : state.things.push(found) - 1
    }
    // A menu button that says no more than that it is one, in the same header.
    const page = element.closest('nav, header, [role=navigation], [role=banner]') ? menus : []
    return page.find((menu) => state.isSeen(state.things[menu]!)) ?? -1
  }
}
