import { readdirSync, readFileSync } from 'node:fs'

interface Entry {
  pid: number
  parent: number
  /** When it started, in ticks since boot: tells a process from a later one with its number. */
  start: string
  /** Processor time of the process and of the children it has waited for, in ticks. */
  ticks: number
}

/** A process and its descendants, by id; those that have ended are left out. Linux only. */
export function processTree(root: number): Entry[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readEntry(Number(name)) ?? []) : []))
  const children = Map.groupBy(all, ({ parent }) => parent)
  const tree: Entry[] = []
  const todo = all.filter(({ pid }) => pid === root)
  for (let entry = todo.pop(); entry; entry = todo.pop()) {
    tree.push(entry)
    todo.push(...(children.get(entry.pid) ?? []))
  }
  return tree
}

/** `kill -9` for a process and everything that it started, a browser in a session of its own included. */
export function killTree(root: number): void {
  const tree = processTree(root)
  for (const { pid, start } of tree) {
    if (readEntry(pid)?.start !== start) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it ended meanwhile
    }
  }
}

function readEntry(pid: number): Entry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything, spaces and brackets too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0)
    return { pid, parent: Number(fields[1]), start: fields[19] ?? '', ticks }
  } catch {
    return undefined
  }
}
