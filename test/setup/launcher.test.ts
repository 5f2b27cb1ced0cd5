import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const bin = resolve(import.meta.dirname, '../../bin')

// Makes a process believe that it is another Node; what it starts does not inherit that.
const asNode = (version: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"${version}"}})`,
]
const asOldNode = asNode('20.9.0')
const bundled = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stagelight-test-'))
  mkdirSync(join(root, 'bin'))
  mkdirSync(join(root, 'dist'))
  for (const name of ['stagelight.mjs', 'node-choice.mjs']) copyFileSync(join(bin, name), join(root, 'bin', name))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
})
afterEach(() => rmSync(root, { recursive: true }))

function bundleNode() {
  mkdirSync(join(root, bundled, 'bin'), { recursive: true })
  writeFileSync(join(root, bundled, 'package.json'), '{}')
  // Not a link: the launcher would see that it already runs in the bundled one.
  writeFileSync(join(root, bundled, 'bin/node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 })
}

function writeCli(text: string) {
  writeFileSync(join(root, 'dist/cli.js'), text)
}

function start(nodeArgs: string[], args: string[]) {
  // The tests themselves may run in a Node that a launcher chose.
  const { _STAGELIGHT_NODE_CHOSEN: _chosen, ...env } = process.env
  const child = spawn(process.execPath, [...nodeArgs, join(root, 'bin/stagelight.mjs'), ...args], { env })
  let output = ''
  const waiting: (() => void)[] = []
  const read = (chunk: Buffer) => {
    output += String(chunk)
    for (const check of waiting) check()
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const ended = new Promise<{ code: number | null; signal: string | null; output: string }>((done) => {
    child.on('close', (code, signal) => done({ code, signal, output }))
  })
  const said = (text: string) =>
    new Promise<void>((done) => {
      waiting.push(() => {
        if (output.includes(text)) done()
      })
    })
  return { child, ended, said }
}

describe('the launcher', () => {
  it('hands on arguments and exit code in a Node that is new enough', async () => {
    writeCli('console.log(process.argv.slice(2)); process.exitCode = 3')
    const { code, output } = await start([], ['a b', '--c']).ended
    expect(output).toContain("[ 'a b', '--c' ]")
    expect(code).toBe(3)
  })

  it('runs the sources of a clone that is not built, in a Node that can', async () => {
    mkdirSync(join(root, 'src'))
    writeFileSync(join(root, 'src/cli.ts'), 'const text: string = "source"; console.log(text)')
    expect((await start(asNode('24.0.0'), []).ended).output).toBe('source\n')
    const { code, output } = await start(asNode('22.19.0'), []).ended
    expect(output).toContain('Run `npm run build` first, or use Node 24.')
    expect(code).toBe(70)
    writeCli('console.log("built")')
    expect((await start(asNode('22.19.0'), []).ended).output).toBe('built\n')
  })

  it('goes on in the bundled Node when the first is too old, with arguments and exit code', async () => {
    bundleNode()
    writeCli('console.log(process.versions.node, process.argv.slice(2)); process.exitCode = 4')
    const { code, output } = await start(asOldNode, ['a b']).ended
    expect(output).toBe(`${process.versions.node} [ 'a b' ]\n`)
    expect(code).toBe(4)
  })

  it('says what it needs when no Node is new enough', async () => {
    const { code, output } = await start(asOldNode, []).ended
    expect(output).toMatch(/^Stagelight needs Node 22\.19 or newer; this is 20\.9\.0, .+\n$/)
    expect(code).toBe(70)
  })

  it('hides experimental warnings and no others', async () => {
    writeCli('process.emitWarning("new", "ExperimentalWarning"); process.emitWarning("old", "DeprecationWarning")')
    const { output } = await start([], []).ended
    expect(output).not.toContain('ExperimentalWarning')
    expect(output).toContain('DeprecationWarning')
  })

  const countInterrupts = `
    let count = 0
    process.on('SIGINT', () => count++)
    setInterval(() => {}, 1000)
    process.on('SIGTERM', () => { console.log('interrupts: ' + count); process.exit(130) })
    console.log('up ' + process.pid)`

  it.each([
    ['in a new Node', []],
    ['through an old one', asOldNode],
  ])('hands on a signal, and counts one press of Ctrl-C once, %s', async (_name, nodeArgs) => {
    bundleNode()
    writeCli(countInterrupts)
    const { child, ended, said } = start(nodeArgs, [])
    await said('up')
    // What a terminal and npm do together: the same signal more than once.
    child.kill('SIGINT')
    child.kill('SIGINT')
    await new Promise((done) => setTimeout(done, 100))
    child.kill('SIGINT')
    await new Promise((done) => setTimeout(done, 500))
    child.kill('SIGINT')
    await new Promise((done) => setTimeout(done, 100))
    child.kill('SIGTERM')
    const { code, output } = await ended
    expect(output).toContain('interrupts: 2')
    expect(code).toBe(130)
  })

  it('ends by the signal that ended the program', async () => {
    bundleNode()
    writeCli('console.log("up"); setInterval(() => {}, 1000)')
    const { child, ended, said } = start(asOldNode, [])
    await said('up')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' })
  })
})
