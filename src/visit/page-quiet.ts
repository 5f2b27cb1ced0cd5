/// <reference lib="dom" />
import type { PageState } from './page-state.ts'

export interface QuietState extends PageState {
  /** Resolves when nothing was added or removed for so long; at once where no script runs. */
  quiet(stillMs: number, capMs: number): Promise<void>
  /** A curtain without words or controls is before the page, as many draw until they are ready. */
  curtain(): boolean
  /** Ends motion at its last frame, so that boxes hold still. */
  freeze(): void
  /**
   * Hides the page while it is scrolled through, so that screens need not be drawn: what waits to come into view asks where things are,
   * not how they look. Returns the height of the page.
   */
  veil(on: boolean): number
  /** Brings each screen into view for a moment, so that what waits for it comes up; stays at the end. */
  scrollThrough(maxHeight: number): Promise<void>
  /** Goes to the end at once, for what asks only how far the page was scrolled. */
  scrollToEnd(maxHeight: number): Promise<void>
  /** Goes back to the top without the page's knowing: some hide again what a visitor scrolls away from. */
  returnToTop(): Promise<void>
  /** Empties what pages keep for one tab, for the next visit to start like the first. */
  forget(): void
}

/** Adds waiting, scrolling and freezing to the state. */
export function installQuiet(state: QuietState): void {
  const weightless = new Set(['SCRIPT', 'STYLE', 'LINK', 'META', 'NOSCRIPT', 'TITLE'])
  const counts = (nodes: NodeList): boolean => {
    for (const node of nodes) if (node.nodeType === Node.ELEMENT_NODE && !weightless.has(node.nodeName)) return true
    return false
  }

  state.quiet = (stillMs, capMs) =>
    new Promise((resolve) => {
      if (document.scripts.length === 0 && document.querySelector('iframe') === null) return resolve()
      const started = performance.now()
      let last = started
      // A carousel that changes classes or a clock that changes its text never rests; only new or removed elements count.
      const observer = new MutationObserver((records) => {
        if (records.some((record) => counts(record.addedNodes) || counts(record.removedNodes))) last = performance.now()
      })
      observer.observe(document, { childList: true, subtree: true })
      const check = (): void => {
        const now = performance.now()
        if (now - last >= stillMs || now - started >= capMs) {
          observer.disconnect()
          resolve()
        } else setTimeout(check, Math.max(20, stillMs - (now - last)))
      }
      setTimeout(check, stillMs)
    })

  const fixedAround = (element: Element): Element | null => {
    for (let at: Element | null = element; at; at = state.parentOf(at)) {
      if (getComputedStyle(at).position === 'fixed') return at
    }
    return null
  }
  state.curtain = () => {
    // From the front: a spinner may stand before the curtain, but what scrolls with the page is behind it.
    for (const hit of document.elementsFromPoint(innerWidth / 2, innerHeight / 2)) {
      const fixed = fixedAround(hit)
      if (!fixed) return false
      const { width, height } = state.dom.box(fixed)
      if (width < innerWidth * 0.95 || height < innerHeight * 0.95) continue
      const words = (fixed.textContent ?? '').trim().length
      return words < 40 && !fixed.querySelector('a[href], button, input, iframe, video')
    }
    return false
  }

  const still = `* {
    animation-duration: 1ms !important; animation-delay: 0s !important; animation-iteration-count: 1 !important;
    transition-duration: 0s !important; transition-delay: 0s !important;
    scroll-behavior: auto !important; caret-color: transparent !important;
  }`
  let frozen = false
  state.freeze = () => {
    if (!frozen) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(still)
      // Adopted sheets are not subject to the page's content security policy.
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
      frozen = true
    }
    for (const animation of document.getAnimations()) {
      try {
        animation.finish()
      } catch {
        animation.cancel() // endless ones have no last frame
      }
    }
  }

  const frame = (): Promise<void> =>
    new Promise((resolve) => {
      // A page that is not drawn gets no animation frames.
      const late = setTimeout(resolve, 500)
      requestAnimationFrame(() => {
        setTimeout(() => {
          clearTimeout(late)
          resolve()
        }, 0)
      })
    })
  // On the element itself: a style sheet more or less would have the whole document's styles worked out anew.
  let before: { styled: boolean; opacity: string; priority: string } | undefined
  state.veil = (on) => {
    const html = state.dom.html()
    const { style } = html
    if (on) {
      before ??= {
        styled: html.hasAttribute('style'),
        opacity: style.getPropertyValue('opacity'),
        priority: style.getPropertyPriority('opacity'),
      }
      style.setProperty('opacity', '0', 'important')
    } else if (before) {
      style.removeProperty('opacity')
      if (before.opacity) style.setProperty('opacity', before.opacity, before.priority)
      if (!before.styled) html.removeAttribute('style')
      before = undefined
    }
    return html.scrollHeight
  }
  let deaf = false
  // Captured on the window, before any listener of the page.
  addEventListener('scroll', (event) => deaf && event.stopImmediatePropagation(), { capture: true })
  const go = (top: number): Promise<void> => {
    scrollTo({ left: 0, top, behavior: 'instant' })
    return frame()
  }
  state.scrollThrough = async (maxHeight) => {
    deaf = false
    // The height at the start: a list that grows for ever is not followed.
    const height = Math.min(state.dom.html().scrollHeight, maxHeight)
    await frame()
    for (let top = innerHeight; top < height; top += innerHeight) await go(top)
  }
  state.scrollToEnd = async (maxHeight) => {
    deaf = false
    await go(Math.min(state.dom.html().scrollHeight, maxHeight))
    // Listeners are often slowed down to ten calls a second; the last call sees the end.
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  state.returnToTop = () => {
    deaf = true
    return go(0)
  }

  state.forget = () => {
    try {
      sessionStorage.clear()
    } catch {
      // a sandboxed document has none
    }
  }
}
