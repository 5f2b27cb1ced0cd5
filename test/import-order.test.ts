import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mayImport, pureFolders, reachingModules, reachingPackages } from '../tools/import-order.ts'

const src = resolve(import.meta.dirname, '../src')

describe('who may import whom', () => {
  it('is kept by every file of src', () => {
    const files = globSync('**/*.ts', { cwd: src })
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap((file) => faults(file, readFileSync(join(src, file), 'utf8')))).toEqual([])
  })

  it('knows every folder of src', () => {
    const folders = new Set(globSync('*/*.ts', { cwd: src }).map((file) => dirname(file)))
    folders.delete('commands')
    expect([...folders].filter((folder) => mayImport[folder] === undefined)).toEqual([])
  })

  it.each([
    ['facts/made-up.ts', `import { rules } from '../rules/schema.ts'`, 'facts imports rules'],
    ['facts/deep/made-up.ts', `export * from "../../report/result.ts"`, 'facts imports report'],
    ['store/made-up.ts', `const { audit } = await import('../audit.ts')`, 'store imports audit.ts'],
    ['shared/made-up.ts', `import type {\n  Config,\n} from '../config/config.ts'`, 'shared imports config'],
    ['rules/made-up.ts', `import '../cli.ts'`, 'rules imports cli.ts'],
    ['scoring/made-up.ts', `import { readFileSync } from 'node:fs'`, 'scoring is pure, node:fs is not'],
    ['report/made-up.ts', `import { chromium } from 'playwright'`, 'report is pure, playwright is not'],
    ['journey/made-up.ts', `const now = new Date()`, 'journey is pure, new Date() is not'],
  ])('would see a fault in %s', (file, text, fault) => {
    expect(faults(file, text)).toEqual([`${file}: ${fault}`])
  })

  it.each([
    ['report/made-up.ts', `import { stages } from '../shared/taxonomy.ts'\nimport { page } from './page.ts'`],
    ['visit/made-up.ts', `import { findBrowser } from '../browser/find-browser.ts'\nimport 'node:fs'`],
    ['audit.ts', `import { html } from './report/html.ts'`],
    ['snapshot/made-up.ts', `const then = new Date(visitedAt)`],
  ])('lets %s pass', (file, text) => {
    expect(faults(file, text)).toEqual([])
  })
})

/** What the file imports against the order, and what a pure one reads besides its arguments. */
function faults(file: string, text: string): string[] {
  const folder = topPart(file)
  const allowed = mayImport[folder]
  if (allowed === undefined) return []
  const isPure = pureFolders.includes(folder)
  const imports = imported(text).flatMap((name) => {
    if (!name.startsWith('.')) return isPure && reaches(name) ? [`${folder} is pure, ${name} is not`] : []
    const other = topPart(relative(src, resolve(src, dirname(file), name)))
    return other === folder || allowed.includes(other) ? [] : [`${folder} imports ${other}`]
  })
  const clock = isPure && /new Date\(\s*\)/.test(text) ? [`${folder} is pure, new Date() is not`] : []
  return [...imports, ...clock].map((fault) => `${file}: ${fault}`)
}

function imported(text: string): string[] {
  const names = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g)
  return [...names].map((match) => match[2] ?? '')
}

function reaches(name: string): boolean {
  return [...reachingModules, ...reachingPackages].some((one) => name === one || name === `node:${one}`)
}

function topPart(path: string): string {
  return path.split(sep)[0] ?? ''
}
