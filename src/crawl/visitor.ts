import { outlineOf, outlineVersion, type PageOutline } from '../discover/outline.ts'
import type { VisitedPage } from '../discover/known-page.ts'
import { asksForPatience, retryAfterMs } from '../discover/retry.ts'
import { urlKey } from '../discover/url-identity.ts'
import { memoryQueue } from '../queue/memory.ts'
import type { Pace } from '../queue/pace.ts'
import { workOff } from '../queue/workers.ts'
import type { OnEvent, Progress } from '../shared/events.ts'
import type { Snapshot, Target } from '../snapshot/schema.ts'
import { type Store, visitKey, type VisitSummary } from '../store/store.ts'
import type { Visit, VisitResult } from '../visit/visit.ts'

/** Visits targets that the store does not hold yet, and recalls those that it does. */
export interface Visitor {
  /** All results that there are when the work is done or `until` says stop; in no order that means anything. */
  visitAll(
    targets: readonly Target[],
    visit: Visit,
    options: { concurrency: number; until: AbortSignal },
  ): Promise<VisitedPage[]>
  /** Visits finished so far, earlier parts of the run included. */
  done(): number
}

/** Makes the part of the crawl that touches the world: the queue, the pace, further tries, one commit for each visit. */
export async function createVisitor(options: {
  store: Store
  pace: Pace
  hashRoutes: boolean
  /** Aborts visits under way. */
  signal: AbortSignal
  now: () => number
  progress: () => Pick<Progress, 'known'>
  onEvent: OnEvent
}): Promise<Visitor> {
  const { store, pace, hashRoutes, signal, now, onEvent } = options
  const committed = new Map<string, Omit<VisitSummary, 'target'>>()
  for await (const { target, ...rest } of store.visits()) committed.set(visitKey(target), rest)
  const outlineOptions = { hashRoutes }
  const nextAt = new Map<string, number>()

  async function recall(target: Target): Promise<VisitedPage | undefined> {
    const summary = committed.get(visitKey(target))
    if (!summary) return undefined
    const { outcome, status, finalUrl } = summary
    return {
      target,
      outcome,
      status,
      finalUrl,
      outline: target.mode === 'phone' ? undefined : await recallOutline(target),
    }
  }

  async function recallOutline(target: Target): Promise<PageOutline | undefined> {
    const kept = (await store.derived('outline', visitKey(target))) as PageOutline | undefined | null
    if (kept?.version === outlineVersion) return kept
    const snapshot = await store.snapshot(target.key, target.mode)
    return snapshot && outlineOf(snapshot, outlineOptions)
  }

  async function commit(target: Target, { snapshot, pictures }: VisitResult): Promise<VisitedPage> {
    const moved = await commitMovedStart(target, snapshot)
    const kept = moved ?? snapshot
    const outline = target.mode === 'phone' ? undefined : outlineOf(kept, outlineOptions)
    await store.commitVisit({ target, snapshot: kept, pictures, ...(outline ? { derived: { outline } } : {}) })
    return remember(target, kept, outline)
  }

  /** The start page is followed to where it lives. What was read there is that page's; the first address only moved. */
  async function commitMovedStart(target: Target, snapshot: Snapshot): Promise<Snapshot | undefined> {
    if (target.source !== 'start' || target.mode !== 'http' || snapshot.outcome !== 'ok') return undefined
    const key = urlKey(snapshot.finalUrl, outlineOptions)
    if (key === target.key) return undefined
    const there: Target = { ...target, url: snapshot.finalUrl, key }
    await commit(there, { snapshot: { ...snapshot, url: snapshot.finalUrl, key }, pictures: new Map() })
    return { ...snapshot, outcome: 'redirected', html: '', bytes: 0 }
  }

  function remember(
    target: Target,
    { outcome, reason, status, finalUrl }: Snapshot,
    outline: PageOutline | undefined,
  ): VisitedPage {
    committed.set(visitKey(target), { outcome, reason, status, finalUrl })
    return { target, outcome, status, finalUrl, outline }
  }

  async function visitAll(
    targets: readonly Target[],
    visit: Visit,
    { concurrency, until }: { concurrency: number; until: AbortSignal },
  ): Promise<VisitedPage[]> {
    const results: VisitedPage[] = []
    const fresh: Target[] = []
    for (const target of targets) {
      const known = await recall(target)
      if (known) results.push(known)
      else fresh.push(target)
    }
    await using queue = memoryQueue({ pace: pace.of, now, nextAt })
    await queue.add(fresh)
    const tries = new Map<string, number>()

    async function handle(target: Target): Promise<number | undefined> {
      const tried = (tries.get(visitKey(target)) ?? 0) + 1
      tries.set(visitKey(target), tried)
      let result: VisitResult
      try {
        result = await visit(target, signal)
      } catch (error) {
        if (signal.aborted) return undefined
        throw error
      }
      const { snapshot } = result
      adaptPace(target, snapshot, tried)
      const waitMs = retryAfterMs(snapshot, tried)
      if (waitMs !== undefined) {
        onEvent({ type: 'retry', url: target.url, outcome: snapshot.outcome, attempt: tried, waitMs })
        return waitMs
      }
      results.push(await commit(target, result))
      const progress = { done: committed.size, queued: (await queue.size()) - 1, ...options.progress() }
      const { outcome, reason } = snapshot
      onEvent({ type: 'page', url: target.url, mode: target.mode, outcome, reason, progress })
      return undefined
    }

    await workOff({
      queue,
      concurrency,
      signal: until,
      handle: async ({ target }) => ({ retryAfterMs: await handle(target) }),
    })
    return results
  }

  function adaptPace(target: Target, snapshot: Snapshot, tried: number): void {
    const { host } = new URL(target.url)
    if (!asksForPatience(snapshot)) pace.recover(host)
    // One page that always answers so says little of its host: its further tries don't count.
    else if (tried === 1 && pace.slowDown(host)) onEvent({ type: 'note', note: { code: 'host-slowed', subject: host } })
  }

  return { visitAll, done: () => committed.size }
}
