import { readFileSync } from 'node:fs'
import { readVendorsText } from '../../src/config/vendors.ts'
import { readVocabularyTexts } from '../../src/config/vocabularies.ts'
import { extractFacts } from '../../src/facts/extract.ts'
import type { PageFacts } from '../../src/facts/index.ts'
import { parseVendors } from '../../src/facts/vendors/vendors.ts'
import { parseVocabularies } from '../../src/facts/vocabulary/vocabulary.ts'
import { emptySnapshot, type Layout, type NodeLayout } from '../../src/snapshot/schema.ts'

const rules = new URL('../../rules/', import.meta.url).pathname
export const vocabularies = parseVocabularies(await readVocabularyTexts(`${rules}vocabulary`))
export const vendors = parseVendors(await readVendorsText(`${rules}vendors.yaml`))

/** Facts of a page in `test/facts/pages/`, as if it had been served at an address of shop.test. */
export function factsOf(name: string): PageFacts {
  const html = readFileSync(new URL(`./pages/${name}.html`, import.meta.url), 'utf8')
  return check(extractFacts({ url: 'https://shop.test/page', html, vocabularies, vendors }))
}

/** Facts of a rendered page: HTML with `data-sl` numbers and the boxes of those nodes, the same on both screens. */
export function renderedFacts(
  html: string,
  nodes: Record<number, Partial<NodeLayout>>,
  page: { width?: number; height?: number } = {},
): PageFacts {
  const target = {
    url: 'https://shop.test/page',
    key: 'page',
    mode: 'browser',
    generation: 0,
    depth: 0,
    source: 'start',
  } as const
  const placed = Object.fromEntries(Object.entries(nodes).map(([node, layout]) => [node, { ...plainNode, ...layout }]))
  const layout: Layout = {
    desktop: {
      width: 1366,
      height: 768,
      pageWidth: page.width ?? 1366,
      pageHeight: page.height ?? 1536,
      nodes: placed,
    },
    mobile: { width: 390, height: 844, pageWidth: page.width ?? 390, pageHeight: page.height ?? 1688, nodes: placed },
  }
  return check(extractFacts({ snapshot: { ...emptySnapshot(target), html, layout }, vocabularies, vendors }))
}

const plainNode: NodeLayout = {
  box: [0, 0, 100, 30],
  shown: true,
  coveredBy: -1,
  position: 'static',
  zIndex: 0,
  fontSize: 16,
  fontWeight: 400,
  lineHeight: 24,
  color: '0,0,0',
  background: '255,255,255',
  contrast: 21,
  filled: false,
  fillContrast: 1,
  border: 0,
  padding: 0,
  underlined: false,
}

function check({ facts, warnings }: ReturnType<typeof extractFacts>): PageFacts {
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return facts
}
