import type { Target } from '../snapshot/schema.ts'
import type { HostPace } from './pace.ts'
import type { Lease, Queue } from './queue.ts'

interface Host {
  /** In order; those before `head` are gone. */
  fresh: Target[]
  head: number
  /** Given back, to be tried again later. */
  delayed: { target: Target; notBefore: number }[]
  leased: number
}

/**
 * A queue for one process. `now` in milliseconds comes from outside; `nextAt`, by host when it may next be asked, is
 * shared by queues that follow each other, so that the pace holds from one to the next.
 */
export function memoryQueue(options: {
  pace: (host: string) => HostPace
  now: () => number
  nextAt?: Map<string, number>
}): Queue {
  const { pace, now, nextAt = new Map<string, number>() } = options
  const hosts = new Map<string, Host>()
  const held = new Map<string, Lease>()
  const present = new Set<string>()
  let tokens = 0

  const idOf = ({ key, mode }: Target): string => `${mode} ${key}`
  const hostOf = ({ url }: Target): string => new URL(url).host

  function placeFor(name: string): Host {
    const known = hosts.get(name)
    if (known) return known
    const host: Host = { fresh: [], head: 0, delayed: [], leased: 0 }
    hosts.set(name, host)
    return host
  }

  function release(lease: Lease): boolean {
    if (held.get(lease.token) === undefined) return false
    held.delete(lease.token)
    placeFor(hostOf(lease.target)).leased--
    return true
  }

  /** When the host may be asked for its first target that is due; infinite while its leases are all out. */
  function readyAt(name: string, host: Host): number {
    if (host.leased >= pace(name).concurrent) return Number.POSITIVE_INFINITY
    const due = host.head < host.fresh.length ? 0 : Math.min(...host.delayed.map(({ notBefore }) => notBefore))
    return Math.max(nextAt.get(name) ?? 0, due)
  }

  function pull(host: Host, time: number): Target | undefined {
    const again = host.delayed.findIndex(({ notBefore }) => notBefore <= time)
    if (again !== -1) return host.delayed.splice(again, 1)[0]?.target
    return host.fresh[host.head++]
  }

  function lend(target: Target): Lease {
    const token = String(++tokens)
    const lease: Lease = {
      target,
      token,
      extend: () => Promise.resolve(held.has(token)),
      async done() {
        if (release(lease)) present.delete(idOf(target))
      },
    }
    held.set(token, lease)
    return lease
  }

  return {
    async add(targets) {
      for (const target of targets) {
        if (present.has(idOf(target))) continue
        present.add(idOf(target))
        placeFor(hostOf(target)).fresh.push(target)
      }
    },
    async take() {
      const time = now()
      for (const [name, host] of hosts) {
        if (readyAt(name, host) > time) continue
        const target = pull(host, time)
        if (!target) continue
        host.leased++
        nextAt.set(name, time + pace(name).intervalMs)
        // To the end of the round, so that a long list of one host does not keep the others waiting.
        hosts.delete(name)
        hosts.set(name, host)
        return lend(target)
      }
      return undefined
    },
    async giveBack(lease, afterMs = 0) {
      if (!release(lease)) return
      placeFor(hostOf(lease.target)).delayed.push({ target: lease.target, notBefore: now() + afterMs })
    },
    async size() {
      return present.size
    },
    async waitMs() {
      const times = [...hosts].map(([name, host]) => readyAt(name, host))
      return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...times) - now())
    },
    async [Symbol.asyncDispose]() {
      hosts.clear()
      held.clear()
      present.clear()
    },
  }
}
