import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder: the parent of `src` in a clone and of `dist` when installed. */
export const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const rulesFolder = join(packageFolder, 'rules')
export const templatesFolder = join(packageFolder, 'report-templates')

const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
export const version = manifest.version
/** Where people find out who visits their site, and how to ask it to stay away. */
export const homePage = 'https://github.com/stagelight/stagelight'
