import { compareText } from '../shared/digest.ts'
import type { Template } from './templates.ts'

/** Pages of each structure of a template that are rendered, so that "missing" can be said of it. */
export const perTemplate = 3

export interface SamplePage {
  key: string
  url: string
  depth: number
  /** 0 to 1. */
  importance: number
  isHome: boolean
  /** Linked from the home page's header, main or footer. */
  inMenu: boolean
  isGoal: boolean
  /** Served with almost nothing to read: a client renders it. */
  isShell: boolean
}

export interface SampleChoice {
  key: string
  /** Take pictures of it: the first of its template and structure. */
  pictures: boolean
  /** Load it afresh as a phone as well: one page of each template. */
  phone: boolean
}

/**
 * Which pages are rendered, in order: the home page, goals, what the home page links to, three of each template and
 * structure, then by importance, up to `limit`. A pure function of what was found.
 */
export function chooseSample(
  pages: readonly SamplePage[],
  templates: readonly Template[],
  limit: number,
): SampleChoice[] {
  const byKey = new Map(pages.map((page) => [page.key, page]))
  const ranked = pages.toSorted(
    (a, b) =>
      b.importance - a.importance || a.depth - b.depth || compareText(a.url, b.url) || compareText(a.key, b.key),
  )
  const rank = new Map(ranked.map((page, index) => [page.key, index]))
  const inOrder = (keys: readonly string[]): string[] =>
    keys.filter((key) => byKey.has(key)).toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))

  const wanted = new Set<string>()
  const add = (keys: readonly string[]): void => {
    for (const key of keys) if (wanted.size < limit) wanted.add(key)
  }
  add(ranked.filter((page) => page.isHome).map(({ key }) => key))
  add(ranked.filter((page) => page.isGoal).map(({ key }) => key))
  add(ranked.filter((page) => page.inMenu).map(({ key }) => key))
  for (let round = 0; round < perTemplate; round++) {
    for (const { groups } of templates) for (const group of groups) add(inOrder(group).slice(round, round + 1))
  }
  add(ranked.filter((page) => page.isShell).map(({ key }) => key))
  add(ranked.map(({ key }) => key))

  const pictured = new Set(
    templates.flatMap(({ groups }) =>
      groups.flatMap((group) =>
        inOrder(group)
          .filter((key) => wanted.has(key))
          .slice(0, 2),
      ),
    ),
  )
  const phones = new Set(
    templates.flatMap(({ groups }) =>
      inOrder(groups.flat())
        .filter((key) => wanted.has(key))
        .slice(0, 1),
    ),
  )
  return [...wanted].map((key) => ({
    key,
    pictures: pictured.has(key) || byKey.get(key)?.isHome === true,
    phone: phones.has(key),
  }))
}
