import { readFileSync } from 'node:fs'
import type { Element } from 'domhandler'
import { findBrowser, type FoundBrowser } from '../../src/browser/find-browser.ts'
import { parseCollectors } from '../../src/isolation/collectors.ts'
import { openProxy } from '../../src/isolation/proxy.ts'
import { parseDocument, type PageDocument } from '../../src/snapshot/document.ts'
import type { NodeLayout, Target, ViewportName } from '../../src/snapshot/schema.ts'
import { openBrowserVisits, type BrowserVisitOptions } from '../../src/visit/browser-visit.ts'
import type { VisitResult } from '../../src/visit/visit.ts'
import type { SmallSite } from './small-site.ts'

const collectors = parseCollectors(readFileSync('rules/collectors.yaml', 'utf8'))
let found: Promise<FoundBrowser> | undefined

/** A visit with its copy parsed, to ask about elements by selector. */
export interface Seen extends VisitResult {
  document: PageDocument
  /** What the eye gets of the first element that matches; undefined when it has no box. */
  eye(selector: string, viewport?: ViewportName): NodeLayout | undefined
}

export interface Bench extends AsyncDisposable {
  visit(path: string, target?: Partial<Target>): Promise<Seen>
  visitUrl(url: string, target?: Partial<Target>, signal?: AbortSignal): Promise<Seen>
}

/** Browser visits to a small site, through guard and proxy. */
export async function openBench(site: SmallSite, options: Partial<BrowserVisitOptions> = {}): Promise<Bench> {
  found ??= findBrowser()
  const browser = await found
  const proxy = await openProxy({ collectors, allowPrivate: [site.host, `localhost:${site.port}`] })
  const visits = openBrowserVisits({
    browser,
    proxy,
    guard: { collectors },
    agentName: 'Stagelight/0',
    consent: false,
    keyOf: (url) => url.split('#')[0] ?? url,
    ...options,
  })
  const visitUrl: Bench['visitUrl'] = async (url, target = {}, signal = new AbortController().signal) => {
    const key = url.split('#')[0] ?? url
    const result = await visits.visit(
      { url, key, mode: 'browser', generation: 0, depth: 0, source: 'link', ...target },
      signal,
    )
    const document = parseDocument(result.snapshot.html, { rendered: true })
    return {
      ...result,
      document,
      eye(selector, viewport = 'desktop') {
        const element = document.$(selector).toArray()[0] as Element | undefined
        if (!element) throw new Error(`nothing matches ${selector}`)
        return result.snapshot.layout?.[viewport].nodes[String(document.nodeOf(element))]
      },
    }
  }
  return {
    visitUrl,
    visit: (path, target) => visitUrl(site.origin + path, target),
    async [Symbol.asyncDispose]() {
      await visits[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}
