import { compareText } from '../shared/digest.ts'
import type { Store, VisitRecord } from './store.ts'
import { visitKey } from './store.ts'

/** A store that lives as long as its process: for tests and for programs that want no file. Values are copied in and out. */
export function memoryStore(): Store {
  const visits = new Map<string, VisitRecord>()
  const pictures = new Map<string, { owner: string; bytes: Uint8Array }>()
  const derived = new Map<string, string>()
  const metas = new Map<string, string>()

  const sorted = (): VisitRecord[] =>
    [...visits.values()].toSorted(
      (a, b) => compareText(a.target.key, b.target.key) || compareText(a.target.mode, b.target.mode),
    )
  const parse = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))
  const put = (kind: string, key: string, value: unknown): void => {
    derived.set(`${kind} ${key}`, JSON.stringify(value ?? null))
  }

  return {
    async commitVisit(visit) {
      const owner = visitKey(visit.target)
      for (const [key, picture] of pictures) if (picture.owner === owner) pictures.delete(key)
      for (const [key, bytes] of visit.pictures) pictures.set(key, { owner, bytes: bytes.slice() })
      visits.set(owner, { ...visit, snapshot: structuredClone(visit.snapshot), pictures: new Map() })
      for (const [kind, value] of Object.entries(visit.derived ?? {})) put(kind, owner, value)
    },
    async *visits() {
      for (const { target, snapshot } of sorted()) {
        const { outcome, reason, status, finalUrl } = snapshot
        yield { target: structuredClone(target), outcome, reason, status, finalUrl }
      }
    },
    async snapshot(key, mode) {
      const visit = visits.get(visitKey({ key, mode }))
      return visit && structuredClone(visit.snapshot)
    },
    async *snapshots() {
      for (const { snapshot } of sorted()) yield structuredClone(snapshot)
    },
    async blob(key) {
      return pictures.get(key)?.bytes.slice()
    },
    async putDerived(kind, key, value) {
      put(kind, key, value)
    },
    async derived(kind, key) {
      return parse(derived.get(`${kind} ${key}`))
    },
    async putMeta(key, value) {
      metas.set(key, JSON.stringify(value ?? null))
    },
    async meta(key) {
      return parse(metas.get(key))
    },
    async sizes() {
      const sizes: Record<string, number> = {}
      const add = (kind: string, bytes: number): void => {
        sizes[kind] = (sizes[kind] ?? 0) + bytes
      }
      for (const { snapshot } of visits.values()) add('html', snapshot.html.length)
      for (const { bytes } of pictures.values()) add('pictures', bytes.length)
      for (const [key, text] of derived) add(key.split(' ', 1)[0] ?? '', text.length)
      for (const text of metas.values()) add('meta', text.length)
      return sizes
    },
    async [Symbol.asyncDispose]() {
      visits.clear()
    },
  }
}
