import { compareText } from '../shared/digest.ts'
import type { GraphStep, PageSteps } from './next-steps.ts'
import type { SeenPage } from './seen-page.ts'

const mostLoops = 10
const mostPages = 10

/**
 * Sets of two pages or more whose steps lead only to each other and never nearer to a goal. None where something of them was not
 * looked at, where something can be done on one of them or on another site, or where no goal has a known place.
 */
export function loopsOf(
  pages: readonly SeenPage[],
  steps: ReadonlyMap<string, PageSteps>,
  goals: ReadonlySet<string>,
): { title: string; urls: string[] }[] {
  if (goals.size === 0) return []
  const byKey = new Map(pages.map((page) => [page.key, page]))
  const out = new Map(pages.map(({ key }) => [key, edgesOf(steps.get(key))]))
  const leavesAt = new Set(pages.filter(({ key }) => goals.has(key) || leadsOut(steps.get(key))).map(({ key }) => key))
  const good = reaching(out, leavesAt)
  const stuck = pages.filter(({ key }) => !good.has(key)).map(({ key }) => key)
  return components(stuck, out)
    .filter((keys) => keys.length > 1 && keys.every((key) => (out.get(key) ?? []).every((to) => keys.includes(to))))
    .map((keys) => keys.toSorted(compareText).flatMap((key) => byKey.get(key) ?? []))
    .toSorted((a, b) => b.length - a.length || compareText(a[0]?.key ?? '', b[0]?.key ?? ''))
    .slice(0, mostLoops)
    .map((list) => ({
      title: list[0]?.facts.page?.title ?? '',
      urls: list.slice(0, mostPages).map(({ url }) => url),
    }))
}

function edgesOf(found: PageSteps | undefined): string[] {
  return [...new Set((found?.steps ?? []).filter(({ kind }) => kind === 'page').map(({ key }) => key))]
}

/** Something can be done here or elsewhere, or we can't tell. */
function leadsOut(found: PageSteps | undefined): boolean {
  if (!found || found.doubts.length > 0) return true
  return found.steps.some((step: GraphStep) => step.kind !== 'page' && step.microConversion !== 'video-play')
}

/** Keys from which one of the ends can be reached, ends among them. */
function reaching(out: ReadonlyMap<string, readonly string[]>, ends: ReadonlySet<string>): Set<string> {
  const into = new Map<string, string[]>()
  for (const [from, targets] of out) {
    for (const to of targets) {
      const known = into.get(to)
      if (known) known.push(from)
      else into.set(to, [from])
    }
  }
  const found = new Set(ends)
  for (let ring = [...ends]; ring.length > 0;) {
    ring = ring.flatMap((key) => into.get(key) ?? []).filter((key) => !found.has(key) && found.add(key))
  }
  return found
}

/** Strongly connected components (Tarjan), without recursion: a site may be a chain of 100,000 pages. */
function components(keys: readonly string[], out: ReadonlyMap<string, readonly string[]>): string[][] {
  const inside = new Set(keys)
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const found: string[][] = []
  for (const start of keys) {
    if (index.has(start)) continue
    const frameOf = (key: string): { key: string; targets: string[]; next: number } => ({
      key,
      targets: (out.get(key) ?? []).filter((to) => inside.has(to)),
      next: 0,
    })
    const work = [frameOf(start)]
    while (work.length > 0) {
      const frame = work.at(-1)!
      const { key } = frame
      if (frame.next === 0) {
        index.set(key, index.size)
        low.set(key, index.get(key)!)
        stack.push(key)
        onStack.add(key)
      }
      const to = frame.targets[frame.next]
      frame.next += 1
      if (to !== undefined) {
        if (!index.has(to)) work.push(frameOf(to))
        else if (onStack.has(to)) low.set(key, Math.min(low.get(key)!, index.get(to)!))
        continue
      }
      work.pop()
      const above = work.at(-1)
      if (above) low.set(above.key, Math.min(low.get(above.key)!, low.get(key)!))
      if (low.get(key) !== index.get(key)) continue
      const component = stack.splice(stack.lastIndexOf(key))
      for (const member of component) onStack.delete(member)
      found.push(component)
    }
  }
  return found
}
