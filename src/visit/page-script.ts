import { numberedSelector } from '../snapshot/document.ts'
import { installCopy } from './page-copy.ts'
import { installCover } from './page-cover.ts'
import { installLayout } from './page-layout.ts'
import { installQuiet } from './page-quiet.ts'
import { installState } from './page-state.ts'
import { installStyle } from './page-style.ts'

const selector = `${numberedSelector}, [contenteditable]`

/**
 * The page script as text. It runs in a world of its own, where pages can neither see it nor have changed the built-ins that
 * it uses. Collects, hardly interprets; what the numbers mean is judged later.
 */
export const pageScript = `(() => {
  if (globalThis.stagelight) return
  const state = { selector: ${JSON.stringify(selector)}, numbers: new Map(), next: 1, shadowed: false, floating: [], chunks: [], stampAt: new Map() }
  ;(${installState.toString()})(state)
  ;(${installCopy.toString()})(state)
  ;(${installStyle.toString()})(state)
  ;(${installCover.toString()})(state)
  ;(${installLayout.toString()})(state)
  ;(${installQuiet.toString()})(state)
  globalThis.stagelight = state
})()`
