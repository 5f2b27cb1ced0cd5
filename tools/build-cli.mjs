// For a Node that can't run our sources and a system that no newer one is bundled for, as a Mac with Node 22.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'

/** Compiles src into dist, about a second; returns the place of the command line in it. */
export function buildCli(root) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--noCheck']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) {
    process.stderr.write(stdout + stderr)
    console.error('Stagelight could not be built for this Node. With Node 24 or newer it needs no build.')
    process.exit(70)
  }
  return 'dist/cli.js'
}
