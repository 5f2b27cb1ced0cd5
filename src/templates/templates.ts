import { compareText } from '../shared/digest.ts'
import type { PageType } from '../shared/taxonomy.ts'
import { likeness, type Shape } from './shape.ts'

export interface TemplatePage {
  key: string
  url: string
  type: PageType
  isHome: boolean
  shape: Shape
}

/** Pages built alike. */
export interface Template {
  /** Address pattern with the page type where one is known: `/blog/* (article)`. Part of every finding's id. */
  pattern: string
  type: PageType
  /** Keys of its pages, sorted, grouped by structure: the largest group first. */
  groups: string[][]
}

/** Two pages of one address pattern and type count as built alike from this share of common structure on. */
const alike = 0.5

/**
 * Finds templates by address (host and folder, numbers and dates as `*`), page type and structure. The pattern depends
 * on a page's own address and type only: new pages and renamed classes change no other page's pattern.
 */
export function findTemplates(pages: readonly TemplatePage[]): Template[] {
  const byPattern = new Map<string, TemplatePage[]>()
  for (const page of pages.toSorted((a, b) => compareText(a.key, b.key))) {
    const pattern = templatePattern(page)
    byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), page])
  }
  return [...byPattern.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([pattern, members]) => ({ pattern, type: members[0]?.type ?? 'other', groups: groupByShape(members) }))
}

/** Address pattern of one page: its folder with numbers folded, then its type. The home page is its own template. */
export function templatePattern({ url, type, isHome }: Pick<TemplatePage, 'url' | 'type' | 'isHome'>): string {
  const { pathname } = new URL(url)
  if (isHome) return pathname
  const folder = pathname
    .split('/')
    .slice(1, -1)
    .map((segment) => (/^\d+$|^[0-9a-f]{16,}$/i.test(segment) ? '*' : segment))
  const inFolder = pathname.endsWith('/') ? folder.slice(0, -1) : folder
  const pattern = `/${[...inFolder, '*'].join('/')}`
  return type === 'other' ? pattern : `${pattern} (${type})`
}

function groupByShape(pages: readonly TemplatePage[]): string[][] {
  const groups: { leader: Shape; keys: string[] }[] = []
  for (const page of pages) {
    const group = groups.find(({ leader }) => likeness(leader, page.shape) >= alike)
    if (group) group.keys.push(page.key)
    else groups.push({ leader: page.shape, keys: [page.key] })
  }
  return groups.map(({ keys }) => keys).toSorted((a, b) => b.length - a.length || compareText(a[0] ?? '', b[0] ?? ''))
}
