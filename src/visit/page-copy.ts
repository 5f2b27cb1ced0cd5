/// <reference lib="dom" />
import type { PageState } from './page-state.ts'

// Everything inside `installCopy` is sent to the page as text: it may use nothing from outside itself.

/** The part that copies. */
export interface CopyState extends PageState {
  /** Gives numbers from `first` on and writes the copy; `frames` are the numbers of its `<iframe>`s. */
  copy(first: number): { next: number; frames: number[] }
  /** Gives a number to an element that had none when the copy was made; 0 when it isn't in the copy. */
  stamp(element: Element): number
  html(): string
}

/**
 * Adds the copy to the state: the composed tree as well-formed text, with node numbers, form owners, open shadow roots, and
 * nothing that a visitor typed. Written out by hand because cloning would run the page's custom elements.
 */
export function installCopy(state: CopyState): void {
  const { dom } = state
  const limit = 4_900_000
  const maxNumbered = 20_000
  const maxDepth = 900
  const empty = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
  const listed = new Set('button fieldset input object output select textarea'.split(' '))
  const drawn = new Set('title desc text tspan a use image svg symbol foreignObject'.split(' '))
  const buttons = new Set(['submit', 'button', 'reset', 'image'])
  const choices = new Set(['checkbox', 'radio'])
  const secret = /token|csrf|xsrf|nonce|secret|session|auth|key|state|captcha|signature/i
  const calls =
    /\bgtag\(|dataLayer|\bfbq\(|_paq|\bga\(|\bhj\(|clarity|\bttq\b|lintrk|_linkedin|pintrk|hbspt|Intercom|drift|https?:\/\//

  let length = 0
  let cut = false
  let frames: number[] = []
  const put = (text: string): void => {
    state.chunks.push(text)
    length += text.length
    if (length > limit) cut = true
  }
  const escape = (text: string): string =>
    text.replace(/[&<>"\0-\x08\x0b\x0c\x0e-\x1f]/g, (c) =>
      c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '"' ? '&quot;' : '',
    )
  const data = (value: string): string =>
    value.length > 200 && /^\s*data:/i.test(value) ? value.slice(0, 200) : value.slice(0, 20_000)

  /** Text that is worth keeping of a script: data for machines, or the part that calls a vendor. */
  const scriptText = (script: Element): string => {
    const type = (script.getAttribute('type') ?? '').toLowerCase()
    const text = script.textContent ?? ''
    if (type.includes('ld+json')) return text.slice(0, 300_000)
    if (type !== '' && type !== 'module' && !type.includes('javascript')) return ''
    const at = text.search(calls)
    if (at < 0) return ''
    return text.slice(at > 1500 ? at - 500 : 0).slice(0, 2000)
  }

  const stays = (element: Element): boolean => {
    const { position } = getComputedStyle(element)
    if (position === 'static' || position === 'relative') return false
    const box = dom.box(element)
    if (position !== 'sticky' && box.width * box.height >= 4000) state.floating.push(element)
    return position !== 'absolute' && box.width * box.height >= 900
  }

  const attributes = (element: Element, name: string): void => {
    const type = name === 'input' ? (element as HTMLInputElement).type : ''
    for (const { name: attribute, value } of dom.attributes(element)) {
      if (/[\s"'<>/=\0-\x1f]/.test(attribute) || attribute.startsWith('data-sl')) continue
      if (attribute === 'checked' || (attribute === 'selected' && name === 'option')) continue
      if (attribute === 'value' && name === 'input' && !buttons.has(type) && !choices.has(type)) continue
      if (attribute === 'd' || attribute === 'points' || attribute === 'nonce' || attribute === 'srcdoc') continue
      put(` ${attribute}="${escape(attribute.startsWith('on') ? value.slice(0, 300) : data(value))}"`)
    }
    if (name === 'input') {
      const input = element as HTMLInputElement
      if (choices.has(type)) put(input.checked ? ' checked=""' : '')
      else if (type === 'hidden') {
        const hide = input.value.length > 64 || secret.test(input.name) || /[0-9a-f-]{20}/i.test(input.value)
        if (input.value !== '') put(` value="${hide ? '•' : escape(input.value)}"`)
      } else if (!buttons.has(type) && input.value !== '' && type !== 'range' && type !== 'color') put(' value="•"')
    }
    if (name === 'option' && (element as HTMLOptionElement).selected) put(' selected=""')
  }

  const numbered = (element: Element, name: string): boolean => {
    if (state.numbers.size >= maxNumbered) return false
    if (name === 'script' || name === 'style' || name === 'link' || name === 'meta' || name === 'br') return false
    return dom.matches(element, state.selector) || (element instanceof HTMLElement && stays(element))
  }

  const children = (parent: Node, svg: boolean, depth: number): void => {
    for (let node = dom.firstChild(parent); node; node = dom.nextSibling(node)) visit(node, svg, depth)
  }

  const visit = (node: Node, svg: boolean, depth: number): void => {
    if (cut || depth > maxDepth) return
    const type = dom.type(node)
    if (type === Node.TEXT_NODE || type === Node.CDATA_SECTION_NODE) {
      if (!svg || node.nodeValue?.trim()) put(escape(node.nodeValue ?? ''))
      return
    }
    if (type !== Node.ELEMENT_NODE) return
    const element = node as Element
    const name = dom.name(element)
    if (/[^\w.:-]/.test(name)) return children(element, svg, depth + 1)
    const inSvg = element instanceof SVGElement
    if (inSvg && !drawn.has(name)) return children(element, true, depth + 1)
    put(`<${name}`)
    if (element === dom.html()) put(' data-sl-copy="1"')
    attributes(element, name)
    const isNumbered = state.numbers.has(element) || numbered(element, name)
    if (isNumbered) put(` data-sl="${number(element)}"`)
    else if (element instanceof HTMLElement) {
      put('')
      state.stampAt.set(element, state.chunks.length - 1)
    }
    if (listed.has(name)) {
      const form = (element as HTMLInputElement).form
      put(` data-sl-form="${form ? number(form) : 0}"`)
    }
    put('>')
    content(element, name, inSvg, depth + 1)
    put(`</${name}>`)
    if (name === 'iframe' || name === 'frame') {
      frames.push(number(element))
      put(`\u0001${number(element)}\u0002`)
    }
  }

  const content = (element: Element, name: string, svg: boolean, depth: number): void => {
    if (empty.has(name) || name === 'style' || name === 'template' || name === 'iframe') return
    if (name === 'script') return put(escape(scriptText(element)))
    if (name === 'noscript') return put(escape((element.textContent ?? '').slice(0, 2000)))
    if (name === 'textarea') return put((element as HTMLTextAreaElement).value === '' ? '' : '•')
    const shadow = dom.shadowRoot(element)
    if (shadow) {
      state.shadowed = true
      put('<sl-shadow>')
      children(shadow, false, depth)
      return put('</sl-shadow>')
    }
    if (name === 'slot' && dom.root(element) instanceof ShadowRoot) {
      const assigned = (element as HTMLSlotElement).assignedNodes()
      if (assigned.length > 0) return assigned.forEach((node) => visit(node, false, depth))
    }
    children(element, svg, depth)
  }

  const number = (element: Element): number => {
    const known = state.numbers.get(element)
    if (known !== undefined) return known
    state.numbers.set(element, state.next)
    return state.next++
  }

  state.copy = (first) => {
    state.numbers = new Map()
    state.stampAt = new Map()
    state.chunks = []
    state.next = first
    state.shadowed = false
    state.floating = []
    length = 0
    cut = false
    frames = []
    const root = dom.html() as Element | null
    if (root) visit(root, false, 0)
    return { next: state.next, frames }
  }

  state.stamp = (element) => {
    const at = state.stampAt.get(element)
    if (at === undefined || state.numbers.has(element)) return 0
    state.chunks[at] = ` data-sl="${number(element)}"`
    return number(element)
  }

  state.html = () => state.chunks.join('')
}
