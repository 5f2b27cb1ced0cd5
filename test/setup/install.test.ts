import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const project = resolve(import.meta.dirname, '../..')

// Stands in for npm: notes that it ran, and makes what npm leaves behind.
const fakeNpm = `
const fs = require('node:fs')
fs.appendFileSync('npm-runs.txt', process.argv[2] + '\\n')
if (fs.existsSync('npm-fails')) { console.error('npm error network down'); process.exit(1) }
setTimeout(() => {
  const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
  fs.mkdirSync('node_modules', { recursive: true })
  fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock))
}, 400)
`

// A Node that runs sources as they are, whichever one runs this test: there is nothing to build with in the folder.
const asNode24 = [
  '--import',
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"24.0.0"}})',
]

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stagelight-test-'))
  for (const folder of ['bin', 'tools']) cpSync(join(project, folder), join(root, folder), { recursive: true })
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(root, 'src/cli.ts'), 'console.log("ran", process.argv.slice(2), process.cwd())')
  writeFileSync(join(root, 'npm-cli.js'), fakeNpm.replaceAll('require', 'process.getBuiltinModule'))
  writeLock('1.0.0')
})
afterEach(() => rmSync(root, { recursive: true }))

function writeLock(version: string) {
  const packages = {
    '': {},
    'node_modules/a': { version },
    'node_modules/b': { version, optional: true, os: ['none'] },
  }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }))
}

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, npm_execpath: join(root, 'npm-cli.js'), INIT_CWD: join(root, 'src') }
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...asNode24, join(root, 'tools/run.mjs'), ...args],
      { cwd: root, env },
      (error, stdout, stderr) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      },
    )
  })
}

function npmRuns(): number {
  const file = join(root, 'npm-runs.txt')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0
}

describe('npm start', () => {
  it('installs once, then runs with the folder that the user was in', async () => {
    const first = await run('start', 'x')
    expect(first).toMatchObject({ code: 0, stdout: `ran [ 'x' ] ${join(root, 'src')}\n` })
    expect(first.stderr).toContain('Installing')
    expect(await run('start', 'y')).toMatchObject({ code: 0, stderr: '' })
    expect(npmRuns()).toBe(1)
  })

  it('installs anew when the lockfile changed', async () => {
    await run('start')
    writeLock('2.0.0')
    await run('start')
    expect(npmRuns()).toBe(2)
  })

  it('is content with what somebody installed by hand', async () => {
    mkdirSync(join(root, 'node_modules'))
    const packages = { 'node_modules/a': { version: '1.0.0' } }
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))
    expect(await run('start')).toMatchObject({ code: 0, stderr: '' })
    expect(npmRuns()).toBe(0)
  })

  it('installs once when two start at the same time', async () => {
    const both = await Promise.all([run('start'), run('start')])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(npmRuns()).toBe(1)
  })

  it('does not wait for an installation that was killed', async () => {
    // No process has this number: it is above what the system gives out.
    writeFileSync(join(root, '.stagelight-install.lock'), `4194305 ${hostname()}`)
    expect(await run('start')).toMatchObject({ code: 0 })
    expect(existsSync(join(root, '.stagelight-install.lock'))).toBe(false)
  })

  it("shows npm's last words and what to do when it fails, and begins anew next time", async () => {
    writeFileSync(join(root, 'npm-fails'), '')
    const failed = await run('start')
    expect(failed.code).toBe(70)
    expect(failed.stderr).toContain('npm error network down')
    expect(failed.stderr).toMatch(
      /The installation did not succeed: npm ci ended with code 1\. .+ run the command again/,
    )
    expect(failed.stderr).not.toMatch(/^\s+at /m)
    expect(existsSync(join(root, '.stagelight-install.lock'))).toBe(false)
    rmSync(join(root, 'npm-fails'))
    expect(await run('start')).toMatchObject({ code: 0 })
  })

  it('refuses a task that it does not know', async () => {
    expect(await run('stop')).toMatchObject({ code: 2 })
    expect(npmRuns()).toBe(0)
  })
})
