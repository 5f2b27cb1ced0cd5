import { existsSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { digest } from '../shared/digest.ts'
import { UsageError } from '../shared/errors.ts'
import { type Snapshot, snapshotSchema, type Target } from '../snapshot/schema.ts'
import { lockRun } from './lock.ts'
import { packJson, packText, unpackJson, unpackText } from './packing.ts'
import { type Store, storeSchema, visitKey, type VisitRecord } from './store.ts'

const tables = `
  create table if not exists meta (key text primary key, value blob not null) without rowid;
  create table if not exists visits (
    key text not null, mode text not null, target text not null, outcome text not null, reason text not null,
    status integer not null, final_url text not null, snapshot blob not null, html text not null, layout text not null,
    primary key (key, mode)
  );
  create table if not exists blobs (hash text primary key, kind text not null, bytes blob not null);
  create table if not exists pictures (key text primary key, page text not null, mode text not null, hash text not null);
  create index if not exists pictures_of_page on pictures (page, mode);
  create table if not exists derived (kind text not null, key text not null, value blob not null, primary key (kind, key));
`

/**
 * Opens a run file. One process writes at a time; a lock left by a process that died is taken over. A file that is none,
 * or is of another schema, is a person's mistake and says what to do.
 */
export function openStore(path: string, options: { create: boolean }): Store {
  if (!options.create && !existsSync(path)) {
    throw new UsageError('bad-run', {
      place: path,
      message: 'there is no run file here',
      hint: 'Name the folder of a run, or its run.sqlite.',
    })
  }
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000;')
  } catch (error) {
    database?.close()
    throw new UsageError(
      existsSync(path) ? 'bad-run' : 'output',
      {
        place: path,
        message: `can’t be opened as a run file: ${error instanceof Error ? error.message : String(error)}`,
      },
      { cause: error },
    )
  }
  try {
    checkSchema(database, path)
    const unlock = lockRun(database, path)
    return sqliteStore(database, unlock)
  } catch (error) {
    database.close()
    throw error
  }
}

function checkSchema(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('pragma user_version').get()?.['user_version'])
  const isEmpty = Number(database.prepare('select count(*) as count from sqlite_schema').get()?.['count']) === 0
  const expected = storeSchema * 1000 + snapshotSchema
  if (isEmpty) {
    database.exec(`begin immediate; ${tables} pragma user_version = ${expected}; commit;`)
    return
  }
  if (version === expected) return
  throw new UsageError('bad-run', {
    place: path,
    message:
      version === 0
        ? 'is not a run file of Stagelight'
        : `was written by ${version > expected ? 'a newer' : 'an older'} version of Stagelight`,
    hint:
      version > expected
        ? 'Use the version that wrote it, or a newer one.'
        : 'Crawl the site again; the old file stays as it is.',
  })
}

function sqliteStore(database: DatabaseSync, unlock: () => void): Store {
  const statements = new Map<string, StatementSync>()
  const sql = (text: string): StatementSync => {
    const known = statements.get(text)
    if (known) return known
    const statement = database.prepare(text)
    statements.set(text, statement)
    return statement
  }
  const run = (text: string, ...values: SQLInputValue[]): void => void sql(text).run(...values)

  /** All of `work` or nothing. */
  function transaction(work: () => void): void {
    database.exec('begin immediate')
    try {
      work()
      database.exec('commit')
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }

  /** Keeps bytes once per content; returns their hash, empty for nothing. */
  function keep(kind: string, plain: string | Uint8Array): string {
    if (plain.length === 0) return ''
    const hash = digest(plain, 32)
    if (sql('select 1 from blobs where hash = ?').get(hash)) return hash
    run('insert into blobs values (?, ?, ?)', hash, kind, typeof plain === 'string' ? packText(plain) : plain)
    return hash
  }

  function blobOf(hash: string): Uint8Array | undefined {
    return sql('select bytes from blobs where hash = ?').get(hash)?.['bytes'] as Uint8Array | undefined
  }

  function clean(hashes: readonly string[]): void {
    for (const hash of hashes) {
      const isUsed = sql(
        'select 1 from visits where html = ?1 or layout = ?1 union select 1 from pictures where hash = ?1',
      ).get(hash)
      if (!isUsed) run('delete from blobs where hash = ?', hash)
    }
  }

  function putDerived(kind: string, key: string, value: unknown): void {
    run('insert or replace into derived values (?, ?, ?)', kind, key, packJson(value))
  }

  function readSnapshot(key: string, mode: string): Snapshot | undefined {
    const row = sql('select snapshot, html, layout from visits where key = ? and mode = ?').get(key, mode)
    if (!row) return undefined
    const rest = unpackJson(row['snapshot'] as Uint8Array) as Omit<Snapshot, 'html' | 'layout'>
    const html = blobOf(String(row['html']))
    const layout = blobOf(String(row['layout']))
    return {
      ...rest,
      html: html ? unpackText(html) : '',
      ...(layout ? { layout: JSON.parse(unpackText(layout)) as NonNullable<Snapshot['layout']> } : {}),
    }
  }

  function commit({ target, snapshot, pictures, derived = {} }: VisitRecord): void {
    const { html, layout, ...rest } = snapshot
    const { key, mode } = target
    const before = sql('select html, layout from visits where key = ? and mode = ?').get(key, mode)
    const oldPictures = sql('select hash from pictures where page = ? and mode = ?').all(key, mode)
    run('delete from pictures where page = ? and mode = ?', key, mode)
    const record = [
      key,
      mode,
      JSON.stringify(target),
      snapshot.outcome,
      snapshot.reason,
      snapshot.status,
      snapshot.finalUrl,
    ]
    const htmlHash = keep('html', html)
    const layoutHash = keep('layout', layout ? JSON.stringify(layout) : '')
    run(
      'insert or replace into visits values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...record,
      packJson(rest),
      htmlHash,
      layoutHash,
    )
    for (const [picture, bytes] of pictures) {
      run('insert or replace into pictures values (?, ?, ?, ?)', picture, key, mode, keep('pictures', bytes))
    }
    for (const [kind, value] of Object.entries(derived)) putDerived(kind, visitKey(target), value)
    clean(
      [before?.['html'], before?.['layout'], ...oldPictures.map((row) => row['hash'])].flatMap((hash) =>
        hash ? [String(hash)] : [],
      ),
    )
  }

  return {
    async commitVisit(visit) {
      transaction(() => commit(visit))
    },
    async *visits() {
      const rows = sql('select target, outcome, reason, status, final_url from visits order by key, mode').all()
      for (const row of rows) {
        yield {
          target: JSON.parse(String(row['target'])) as Target,
          outcome: row['outcome'] as Snapshot['outcome'],
          reason: String(row['reason']),
          status: Number(row['status']),
          finalUrl: String(row['final_url']),
        }
      }
    },
    async snapshot(key, mode) {
      return readSnapshot(key, mode)
    },
    async *snapshots() {
      for (const { key, mode } of sql('select key, mode from visits order by key, mode').all()) {
        const snapshot = readSnapshot(String(key), String(mode))
        if (snapshot) yield snapshot
      }
    },
    async blob(key) {
      const row = sql('select hash from pictures where key = ?').get(key)
      return row && blobOf(String(row['hash']))
    },
    async putDerived(kind, key, value) {
      putDerived(kind, key, value)
    },
    async derived(kind, key) {
      const row = sql('select value from derived where kind = ? and key = ?').get(kind, key)
      return row && unpackJson(row['value'] as Uint8Array)
    },
    async putMeta(key, value) {
      run('insert or replace into meta values (?, ?)', key, packJson(value))
    },
    async meta(key) {
      const row = sql('select value from meta where key = ?').get(key)
      return row && unpackJson(row['value'] as Uint8Array)
    },
    async sizes() {
      const rows = sql(`
        select kind, sum(length(bytes)) as bytes from blobs group by kind
        union all select 'visits', sum(length(snapshot) + length(target)) from visits
        union all select 'meta', sum(length(value)) from meta
        union all select kind, sum(length(value)) from derived group by kind
      `).all()
      const sizes: Record<string, number> = {}
      // Pictures are blobs, and a derived index has their name too.
      for (const row of rows) {
        const kind = String(row['kind'])
        sizes[kind] = (sizes[kind] ?? 0) + Number(row['bytes'] ?? 0)
      }
      return sizes
    },
    async [Symbol.asyncDispose]() {
      if (!database.isOpen) return
      unlock()
      database.exec('pragma wal_checkpoint(truncate)')
      database.close()
    },
  }
}
