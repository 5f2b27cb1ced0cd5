import type { Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import type { RequestRecord } from '../snapshot/schema.ts'
import { defineDetector, type DetectorInput } from './detector.ts'
import { ownDomain } from './dom/address.ts'
import { treeOf } from './dom/tree.ts'
import { page } from './page.ts'
import { Where } from './dom/where.ts'
import { vendorMatches, vendorsAt, type VendorMatch } from './vendors/matches.ts'
import { tagKinds } from './vendors/vendors.ts'

export const Tag = z
  .object({
    vendor: z.string().describe('Name of the tool; host of the request when only that is known'),
    kind: z.enum(tagKinds),
    id: z.string().describe('Measurement or container id; empty when not seen'),
    how: z
      .enum(['inline', 'script-tag', 'markup', 'request'])
      .describe('inline: a snippet that starts it; request: only a request of the page tells'),
    times: z.int().describe('Snippets of the page that start this very id; 1 when only its file or a request was seen'),
    held: z.boolean().describe('What it would have sent was answered on this machine'),
    where: Where,
  })
  .meta({ id: 'Tag' })
export type Tag = z.infer<typeof Tag>

type Input = DetectorInput<Record<never, never>>

const strength = { inline: 3, 'script-tag': 2, markup: 1, request: 0 }

/** Tools that measure visits or manage consent for that; one entry per tool and id. */
export const tags = defineDetector({
  version: 3,
  reads: 'html',
  schema: z.array(Tag).describe('Tools that measure visits or manage consent for that; one entry per tool and id.'),
  detect(input) {
    const body = treeOf(input.$).byTag.get('body')?.[0]
    const tools = gather(input)
    const found = [...tools.values()].flatMap(({ vendor, id, how, element, snippets }): Tag[] => {
      const place = snippets.at(-1) ?? element ?? body
      if (!place) return []
      const times = Math.max(1, snippets.length)
      return [{ ...vendor, id, how, times, held: false, where: input.where(place, vendor.vendor) }]
    })
    const sent = input.snapshot.requests.filter(({ why, fate }) => why === 'collector' && fate !== 'sent')
    const measured = found.map((tag) => (tag.how === 'request' ? { ...tag, held: sent.length > 0 } : tag))
    if (body && sent[0] && !measured.some(({ kind }) => kind === 'analytics'))
      measured.push({
        vendor: ownDomain(sent[0].host),
        kind: 'analytics',
        id: '',
        how: 'request',
        times: 1,
        held: true,
        where: input.where(body, 'request'),
      })
    return measured.toSorted((first, second) => {
      const [one, two] = [first, second].map((tag) => `${tag.vendor} ${tag.kind} ${tag.id}`) as [string, string]
      return one < two ? -1 : one > two ? 1 : 0
    })
  },
})

interface Tool {
  vendor: Pick<Tag, 'vendor' | 'kind'>
  id: string
  how: Tag['how']
  element: Element | undefined
  /** Inline scripts that start it, each once. */
  snippets: Element[]
}

function gather(input: Input): Map<string, Tool> {
  const tools = new Map<string, Tool>()
  for (const match of vendorMatches(input)) {
    const { vendor, element, evidence } = match
    const { kind } = vendor
    if (!isTagKind(kind) || match.how === 'link') continue
    const how = howOf(match)
    if (how === 'inline' && isCopyOfPage(evidence)) continue
    const waits = element !== undefined && (isWaiting(element) || (how === 'inline' && onlyLoads(evidence)))
    const id = vendor.id === '' ? '' : (new RegExp(vendor.id).exec(evidence)?.[1] ?? '')
    const key = `${kind} ${vendor.vendor}`
    const nameless = tools.get(key)
    // A trace without an id is of the tool that another trace names.
    if (nameless && nameless.id === '') nameless.id = id
    const own = id === '' || !nameless || nameless.id === id ? key : `${key} ${id}`
    const tool: Tool = tools.get(own) ?? { vendor: { vendor: vendor.vendor, kind }, id, how, element, snippets: [] }
    if (strength[how] > strength[tool.how]) Object.assign(tool, { how, element })
    if (how === 'inline' && element && id !== '' && !waits && !tool.snippets.includes(element))
      tool.snippets.push(element)
    tools.set(own, tool)
  }
  return tools
}

function isTagKind(kind: string): kind is Tag['kind'] {
  return (tagKinds as readonly string[]).includes(kind)
}

function howOf({ how, element }: VendorMatch): Tag['how'] {
  if (!element) return 'request'
  if (how !== 'script') return 'markup'
  return element.name === 'script' && element.attribs['src'] === undefined && element.children.length > 0
    ? 'inline'
    : 'script-tag'
}

/** Fetches Google's file, and leaves the start to another script. */
function onlyLoads(script: string): boolean {
  return script.includes('googletagmanager.com/gtag/js') && !/['"`]config['"`]/.test(script)
}

/** Frameworks write what the server made once more into a script, its snippets among the rest. */
function isCopyOfPage(script: string): boolean {
  return /__next_f\.push|__NUXT__|__remixContext|__sveltekit|__APOLLO_STATE__|__INITIAL_STATE__/.test(script)
}

export const UnseenTag = z
  .object({
    source: z.enum(['consent', 'failed-script', 'held-request', 'policy']),
    detail: z.string(),
  })
  .meta({ id: 'UnseenTag' })

/** What may have kept a tool that measures visits from being seen: while there is such a source, none is missing. */
export const unseenTags = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(UnseenTag)
    .describe(
      'What may have kept a tool that measures visits from being seen: while there is such a source, none is missing.',
    ),
  needs: { tags, page },
  detect(input) {
    const { snapshot, facts, vendors } = input
    const found: z.infer<typeof UnseenTag>[] = []
    const consent = facts.tags.find(({ kind }) => kind === 'consent')
    if (consent || snapshot.consent.found)
      found.push({ source: 'consent', detail: consent?.vendor ?? snapshot.consent.tool })
    const waiting = treeOf(input.$).byTag.get('script')?.find(isWaiting)
    if (waiting) found.push({ source: 'consent', detail: 'a script that waits to be allowed' })
    const named = facts.page.type === 'legal' ? namedTool(input) : ''
    if (named !== '') found.push({ source: 'policy', detail: named })
    // What came at the second try, if only as an error of the server, is what visitors get.
    const answered = new Set(
      snapshot.requests.flatMap((one) => (one.fate === 'sent' ? [one.host + one.pathPattern] : [])),
    )
    for (const request of snapshot.requests) {
      const source = unseenBy(request)
      if (source === 'failed-script' && answered.has(request.host + request.pathPattern)) continue
      if (!source) continue
      // A service that is known to do something else brings no such tool.
      const known = vendorsAt(request.host, request.pathPattern, vendors)
      if (known.length > 0 && !known.some(({ kind }) => isTagKind(kind))) continue
      found.push({ source, detail: `${request.host}${request.pathPattern}` })
    }
    return found.slice(0, 10)
  },
})

/** A privacy policy that names a tool may speak of one that loads only once a visitor has agreed. */
function namedTool({ $ }: Pick<Input, '$'>): string {
  const body = treeOf($).byTag.get('body')?.[0]
  const text = body ? readableText(body, { limit: 60_000 }) : ''
  return /Google Analytics|Tag Manager|Matomo|Plausible|Hotjar|Clarity|etracker|Piwik|Metrika/i.exec(text)?.[0] ?? ''
}

/** A script of a type that browsers do not run until a consent tool changes it. */
function isWaiting({ attribs }: Element): boolean {
  return (attribs['type'] ?? '').toLowerCase() === 'text/plain'
}

function unseenBy({ type, fate, why, method }: RequestRecord): 'failed-script' | 'held-request' | undefined {
  if (type === 'script' && (fate === 'failed' || fate === 'refused')) return 'failed-script'
  const silent = fate === 'held' || fate === 'refused'
  if (silent && why !== 'media' && (type === 'ping' || (method === 'POST' && /^(?:xhr|fetch)$/.test(type))))
    return 'held-request'
  return undefined
}
