import type { VisitedPage } from '../discover/known-page.ts'
import type { Permission } from '../discover/permission.ts'
import { requestUrl, urlKey } from '../discover/url-identity.ts'
import type { Target } from '../snapshot/schema.ts'
import type { Visit } from '../visit/visit.ts'
import type { Visitor } from './visitor.ts'

/** The start page as it was found. */
export interface Start {
  /** The page, where it lives. */
  home: VisitedPage & { reason?: string }
  /** The address that was asked for, when it only leads there. */
  moved: VisitedPage | undefined
}

/** Visits the start page, wherever it lives. */
export async function visitStart(options: {
  address: URL
  hashRoutes: boolean
  permission: Permission
  visitor: Visitor
  visit: Visit
  end: AbortSignal
}): Promise<Start> {
  const { address, hashRoutes, permission, visitor, visit, end } = options
  const targetOf = (url: URL): Target => ({
    url: requestUrl(url, { hashRoutes }),
    key: urlKey(url, { hashRoutes }),
    mode: 'http',
    generation: 0,
    depth: 0,
    source: 'start',
  })
  const unvisited = (target: Target, outcome: string, reason: string) => ({
    home: { target, outcome, reason, status: 0, finalUrl: target.url, outline: undefined },
    moved: undefined,
  })
  const target = targetOf(address)
  const objection = await permission.mayFetch(address)
  if (objection) return unvisited(target, objection.outcome, objection.reason)
  const [first] = await visitor.visitAll([target], visit, { concurrency: 1, until: end })
  if (!first) return unvisited(target, 'timeout', 'stopped before the start page was read')
  if (first.outcome !== 'redirected') return { home: first, moved: undefined }
  const there = targetOf(new URL(first.finalUrl))
  const [second] = await visitor.visitAll([there], visit, { concurrency: 1, until: end })
  return second ? { home: second, moved: first } : unvisited(there, 'timeout', 'stopped before the start page was read')
}
