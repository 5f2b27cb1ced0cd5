// Plain old syntax: this is read by whatever Node the machine has, before we know whether it is new enough.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

const floor = [22, 19]
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** True for a version such as `24.21.0` that our code runs on. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > floor[0] || (major === floor[0] && minor >= floor[1])
}

/** True where our TypeScript runs unbuilt: Node 22 and 23 have no `using` declarations. */
export function runsSources() {
  return Number(process.versions.node.split('.')[0]) >= 24
}

/** The Node that a clone brings along as an npm package; undefined where there is none for this system, or it runs this. */
export function bundledNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    const path = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(path) && realpathSync(path) !== realpathSync(process.execPath) ? path : undefined
  } catch {
    return undefined
  }
}

/**
 * Returns in a Node that will do. In an older one it runs the script again under the bundled one, hands its signals and
 * exit code through, and never returns. A Node that will do but can't run sources gives way too where one is bundled.
 */
export async function ensureNewEnoughNode(script) {
  // Once is enough: whatever the bundled one turns out to be, it is not asked to look for another.
  const node = runsSources() || process.env._STAGELIGHT_NODE_CHOSEN ? undefined : bundledNode()
  if (node === undefined && isNewEnough(process.versions.node)) {
    hideExperimentalWarnings()
    countRepeatedSignalsOnce()
    return
  }
  if (node === undefined) giveUp(`none is bundled for ${process.platform}-${process.arch}`)
  await runInstead(node, [script, ...process.argv.slice(2)])
}

function giveUp(reason) {
  console.error(
    `Stagelight needs Node ${floor.join('.')} or newer; this is ${process.versions.node}, and ${reason}. Install a newer one from https://nodejs.org and run the command again.`,
  )
  process.exit(70)
}

function runInstead(node, args) {
  return new Promise(() => {
    const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, _STAGELIGHT_NODE_CHOSEN: '1' } })
    for (const signal of forwarded) process.on(signal, () => child.kill(signal))
    child.on('error', (error) => giveUp(`the bundled one does not run here (${error.code ?? error.message})`))
    child.on('exit', (code, signal) => {
      if (signal === null) process.exit(code)
      for (const name of forwarded) process.removeAllListeners(name)
      process.kill(process.pid, signal)
    })
  })
}

// A Ctrl-C reaches every process of the terminal, and npm and the code above each hand it on once more. One press must
// count once: a second one means "now, without a report".
function countRepeatedSignalsOnce() {
  const emit = process.emit
  const lastAt = new Map()
  process.emit = function (name, ...rest) {
    if (forwarded.includes(name)) {
      const now = performance.now()
      const before = lastAt.get(name) ?? -Infinity
      lastAt.set(name, now)
      if (now - before < 300) return true
    }
    return emit.call(process, name, ...rest)
  }
}

// Node 22 calls node:sqlite and type stripping experimental on every start. Other warnings stay.
function hideExperimentalWarnings() {
  const emitWarning = process.emitWarning
  process.emitWarning = function (warning, ...rest) {
    const type = typeof rest[0] === 'object' && rest[0] !== null ? rest[0].type : rest[0]
    if (type !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest)
  }
}
