import { readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { UsageError } from '../shared/errors.ts'

let tokens = 0

/**
 * Makes this process the run file's only writer, or says who is. The lock is a row, taken in a transaction, so two that
 * find it stale can't both take it over, and no lock file is left behind. Returns what gives it back.
 */
export function lockRun(database: DatabaseSync, path: string): () => void {
  const owner = `${process.pid} ${startOf(process.pid)} ${++tokens}`
  database.exec('create table if not exists lock (id integer primary key check (id = 1), owner text not null)')
  database.exec('begin immediate')
  const held = String(database.prepare('select owner from lock').get()?.['owner'] ?? '')
  const [pid = '', start = ''] = held.split(' ')
  if (held !== '' && isAlive(Number(pid), start)) {
    database.exec('rollback')
    throw new UsageError('bad-run', {
      place: path,
      message: `is in use by process ${pid}`,
      hint: 'Wait until it is done, or stop it.',
    })
  }
  database.prepare('insert or replace into lock values (1, ?)').run(owner)
  database.exec('commit')
  return () => {
    database.prepare('delete from lock where owner = ?').run(owner)
  }
}

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return startOf(pid) === start
}

/** When a process started, in the kernel's ticks: a number that a later process of the same id doesn't share. Linux only. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return 'unknown'
  }
}
