// One installation at a time per checkout: two `npm ci` at once would empty the folder under each other.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const staleAfterMs = 15 * 60 * 1000

/**
 * Waits for the lock, does the work, gives the lock back, also when interrupted or when the work ends the process. The
 * work says by `onInterrupt` what a signal should stop.
 */
export async function withInstallLock(root, work) {
  // Not in node_modules: `npm ci` empties that.
  const file = join(root, '.stagelight-install.lock')
  await take(file)
  const release = () => rmSync(file, { force: true })
  let stop = () => {}
  const interrupted = (signal) => {
    stop(signal)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('exit', release)
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  try {
    await work((stopper) => (stop = stopper))
  } finally {
    release()
    process.off('exit', release)
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
}

async function take(file) {
  let waiting = false
  while (!tryTake(file)) {
    if (removeIfStale(file)) continue
    if (!waiting) console.error('Another run is installing what Stagelight needs; waiting for it.')
    waiting = true
    await sleep(300)
  }
}

function tryTake(file) {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    console.error(`Stagelight can't install what it needs: ${error.message}`)
    process.exit(70)
  }
}

function removeIfStale(file) {
  try {
    const text = readFileSync(file, 'utf8')
    if (!isStale(text, Date.now() - statSync(file).mtimeMs)) return false
    // Renamed, then looked at again: of several that see the same stale lock, none removes another's fresh one.
    const aside = `${file}.${process.pid}`
    renameSync(file, aside)
    if (readFileSync(aside, 'utf8') === text) rmSync(aside)
    else renameSync(aside, file)
    return true
  } catch (error) {
    // Gone meanwhile.
    if (error.code === 'ENOENT') return true
    throw error
  }
}

function isStale(text, ageMs) {
  if (ageMs > staleAfterMs) return true
  const [pid, host] = text.split(' ')
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
