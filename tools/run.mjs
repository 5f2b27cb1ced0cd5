// What `npm start` and `npm test` run. Needs nothing but Node 18 with npm: it installs the rest, then goes on in a Node
// that is new enough. Old syntax, no dependency.
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensureNewEnoughNode, runsSources } from '../bin/node-choice.mjs'
import { buildCli } from './build-cli.mjs'
import { installDependencies } from './install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [task, ...args] = process.argv.slice(2)
if (task !== 'start' && task !== 'test') {
  console.error('Use: node tools/run.mjs start|test [arguments]')
  process.exit(2)
}

await installDependencies(root)
await ensureNewEnoughNode(fileURLToPath(import.meta.url))

if (task === 'test') {
  process.chdir(root)
  await run('node_modules/vitest/vitest.mjs', ['run', ...args])
} else {
  const program = runsSources() ? 'src/cli.ts' : buildCli(root)
  // npm moved to the package's folder; paths that the user typed are meant from where they typed them.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  await run(program, args)
}

function run(program, programArgs) {
  const entry = new URL(`../${program}`, import.meta.url)
  process.argv = [process.execPath, fileURLToPath(entry), ...programArgs]
  return import(entry.href)
}
