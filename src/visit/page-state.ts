/// <reference lib="dom" />
// Everything inside `installState` is sent to the page as text: it may use nothing from outside itself.

/** What the parts of the page script share, in an isolated world of each frame where the page can't reach it. */
export interface PageState {
  selector: string
  numbers: Map<Element, number>
  next: number
  /** What may lie behind or over others without holding them: taken out of the flow, and large. */
  floating: Element[]
  /** A shadow root was met: then `contains` doesn't tell who is inside whom. */
  shadowed: boolean
  chunks: string[]
  /** Where in `chunks` the start tag of an element without a number can still get one. */
  stampAt: Map<Element, number>
  dom: SafeDom
  /** The element around, as it is drawn: a slot's, a shadow root's host. */
  parentOf(element: Element): Element | null
  /** One is the other or around it, as drawn. */
  holds(outer: Element, inner: Element): boolean
}

/** A form with a field named `children` or `matches` hides its own property of that name; these look past it. */
export interface SafeDom {
  name(element: Element): string
  attributes(element: Element): NamedNodeMap
  matches(element: Element, selector: string): boolean
  box(element: Element): DOMRect
  boxes(element: Element): DOMRectList
  firstChild(node: Node): ChildNode | null
  nextSibling(node: Node): ChildNode | null
  type(node: Node): number
  shadowRoot(element: Element): ShadowRoot | null
  root(node: Node): Node
  connected(node: Node): boolean
  visible(element: Element): boolean
  html(): HTMLElement
  body(): HTMLElement | null
}

/** Fills the state with what the other parts build on. */
export function installState(state: PageState): void {
  const method = (owner: object, name: string): never => {
    const { value } = Object.getOwnPropertyDescriptor(owner, name) as { value: () => unknown }
    return Function.prototype.call.bind(value) as never
  }
  const getter = (owner: object, name: string): never => {
    const { get } = Object.getOwnPropertyDescriptor(owner, name) as { get: () => unknown }
    return Function.prototype.call.bind(get) as never
  }
  const slot: (element: Element) => HTMLSlotElement | null = getter(Element.prototype, 'assignedSlot')
  const parent: (node: Node) => Element | null = getter(Node.prototype, 'parentElement')
  const contains: (outer: Node, inner: Node) => boolean = method(Node.prototype, 'contains')
  const html: (of: Document) => HTMLElement = getter(Document.prototype, 'documentElement')
  const body: (of: Document) => HTMLElement | null = getter(Document.prototype, 'body')
  state.dom = {
    name: getter(Element.prototype, 'localName'),
    attributes: getter(Element.prototype, 'attributes'),
    matches: method(Element.prototype, 'matches'),
    box: method(Element.prototype, 'getBoundingClientRect'),
    boxes: method(Element.prototype, 'getClientRects'),
    firstChild: getter(Node.prototype, 'firstChild'),
    nextSibling: getter(Node.prototype, 'nextSibling'),
    type: getter(Node.prototype, 'nodeType'),
    shadowRoot: getter(Element.prototype, 'shadowRoot'),
    root: method(Node.prototype, 'getRootNode'),
    connected: getter(Node.prototype, 'isConnected'),
    visible: method(Element.prototype, 'checkVisibility'),
    html: () => html(document),
    body: () => body(document),
  }

  state.parentOf = (element) => {
    const around = slot(element) ?? parent(element)
    if (around) return around
    const root = state.dom.root(element)
    return root instanceof ShadowRoot ? root.host : null
  }
  state.holds = (outer, inner) => {
    if (contains(outer, inner)) return true
    if (!state.shadowed) return false
    for (let at: Element | null = inner; at; at = state.parentOf(at)) if (at === outer) return true
    return false
  }
}
