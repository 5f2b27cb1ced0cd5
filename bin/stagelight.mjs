#!/usr/bin/env node
// The published command. Old syntax and no static import of our code, so that an old Node can say what it needs.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensureNewEnoughNode, runsSources } from './node-choice.mjs'

await ensureNewEnoughNode(fileURLToPath(import.meta.url))

// A clone has no dist/ until it is built.
const built = new URL('../dist/cli.js', import.meta.url)
const isBuilt = existsSync(built)
if (!isBuilt && !runsSources()) {
  console.error(
    `Node ${process.versions.node} can't run Stagelight's sources. Run \`npm run build\` first, or use Node 24.`,
  )
  process.exit(70)
}
await import(isBuilt ? built.href : new URL('../src/cli.ts', import.meta.url).href)
