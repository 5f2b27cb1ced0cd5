import type { Response } from 'playwright'
import { keptHeaders, type Snapshot } from '../snapshot/schema.ts'
import { endingOfAnswer, endingOfRefusal, endingOfType, type Ending } from './outcome.ts'

/** Notes what the browser got for its address, and says whether that is a page to look at. */
export async function readAnswer(response: Response, snapshot: Snapshot): Promise<Ending> {
  const headers = response.headers()
  snapshot.status = response.status()
  snapshot.headers = {}
  for (const name of keptHeaders) {
    const value = headers[name]
    if (value !== undefined) snapshot.headers[name] = value.slice(0, 2000)
  }
  snapshot.finalUrl = response.url()
  const hops: Snapshot['redirects'] = []
  for (let hop = response.request().redirectedFrom(); hop; hop = hop.redirectedFrom()) {
    hops.unshift({ url: hop.url(), status: (await hop.response())?.status() ?? 0 })
  }
  snapshot.redirects = hops
  const refusal = endingOfRefusal(headers)
  if (refusal) return refusal
  const byStatus = endingOfAnswer(snapshot.status, snapshot.headers, '')
  if (byStatus.outcome === 'ok') return endingOfType(snapshot.headers['content-type'] ?? '')
  // The body may be gone already; then the status alone speaks.
  const text = await response.text().catch(() => '')
  return endingOfAnswer(snapshot.status, snapshot.headers, text)
}
