// Installs what package-lock.json lists, once per lockfile. Old syntax, no dependency: nothing is there yet.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { bundledNode, isNewEnough } from '../bin/node-choice.mjs'
import { withInstallLock } from './install-lock.mjs'

/** Makes node_modules what package-lock.json says; ends the process with a clear word where that fails. */
export async function installDependencies(root) {
  if (isInstalled(root)) return
  await withInstallLock(root, async (onInterrupt) => {
    // Another run may have done it while this one waited.
    if (isInstalled(root)) return
    console.error('Installing what Stagelight needs, once: some 150 MB to download; a minute or so.')
    await npm(root, process.execPath, ['ci'], onInterrupt)
    // An old Node makes npm leave out, without a word, optional packages that ask for a newer one.
    const node = isNewEnough(process.versions.node) ? undefined : bundledNode()
    if (node !== undefined && !npmAgrees(root)) await npm(root, node, ['install', '--no-save'], onInterrupt)
    writeFileSync(stampFile(root), stamp(root))
  })
}

function isInstalled(root) {
  if (existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === stamp(root)) return true
  if (!npmAgrees(root)) return false
  // Installed by hand with `npm ci` or `npm install`.
  writeFileSync(stampFile(root), stamp(root))
  return true
}

function stampFile(root) {
  return join(root, 'node_modules', '.stagelight-install')
}

// The system belongs to it: a folder shared between a container and its host may hold the other one's programs.
function stamp(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform}-${process.arch}`
}

// npm's own record of what it installed holds all that the lockfile wants on this system.
function npmAgrees(root) {
  const recordFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(recordFile)) return false
  const installed = JSON.parse(readFileSync(recordFile, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([place, { version, optional, os, cpu, libc }]) => {
    if (!place.includes('node_modules/')) return true
    if (installed[place]) return installed[place].version === version
    // Left out for good: made for another system, or only needed by something that was.
    const forThisSystem = os && os.includes(process.platform) && admits(cpu, process.arch) && admits(libc, libcName())
    return optional === true && !forThisSystem
  })
}

function admits(list, value) {
  return list === undefined || list.includes(value)
}

function libcName() {
  if (process.platform !== 'linux') return ''
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

function npm(root, node, command, onInterrupt) {
  const args = [
    ...command,
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ]
  const cli = process.env.npm_execpath
  const [program, programArgs] = cli?.endsWith('npm-cli.js') ? [node, [cli, ...args]] : ['npm', args]
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    })
    onInterrupt((signal) => child.kill(signal))
    const lines = []
    const keep = (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => {
      lines.push(error.message)
      giveUp(lines, 'npm could not be started')
    })
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else giveUp(lines, `npm ${command[0]} ended with ${signal ?? `code ${code}`}`)
    })
  })
}

function giveUp(lines, what) {
  // npm's words without the stack and the fields of its error object.
  const words = lines.filter((line) => !/^npm error(\s+at |\s{2,}\w+: | *}?$)/.test(line))
  for (const line of words.slice(-15)) console.error(line)
  console.error(
    `The installation did not succeed: ${what}. Check that the npm registry can be reached and the disk has 1 GB free, then run the command again; it begins anew.`,
  )
  process.exit(70)
}
