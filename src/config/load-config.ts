import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { UsageError } from '../shared/errors.ts'
import { nearest } from '../shared/nearest.ts'
import { Config, type ConfigInput } from './config.ts'
import { withValues } from './journeys.ts'
import { readYaml } from './yaml-file.ts'

const dataFiles = ['stagelight.config.yaml', 'stagelight.config.yml', 'stagelight.config.json']
const codeFiles = ['stagelight.config.ts', 'stagelight.config.mjs']

/** Gives an editor the type of a config that is code. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}

export interface ConfigSources {
  /** From the command line; only what was given. */
  flags: ConfigInput
  /** `--config`; without it the working folder is looked through. */
  file?: string | undefined
  folder: string
  environment: Record<string, string | undefined>
}

/**
 * Puts a config together: flag, then environment (`STAGELIGHT_…`), then file, then default. Values `env:NAME` of
 * headers, cookies and auth are replaced from the environment.
 * @throws UsageError with every mistake and its place
 */
export async function loadConfig({ flags, file, folder, environment }: ConfigSources): Promise<Config> {
  const fromFile = await readConfigFile(file, folder)
  const fromEnvironment = readEnvironment(environment)
  const merged = { ...fromFile, ...fromEnvironment, ...flags }
  const parsed = Config.safeParse(merged)
  if (!parsed.success) {
    throw new UsageError(
      'bad-config',
      parsed.error.issues.map((issue) => ({ place: String(issue.path[0] ?? 'config'), message: issue.message })),
    )
  }
  return withSecrets(parsed.data, environment)
}

async function readConfigFile(file: string | undefined, folder: string): Promise<ConfigInput> {
  const path = file
    ? resolve(folder, file)
    : [...dataFiles, ...codeFiles].map((name) => join(folder, name)).find(existsSync)
  if (!path) return {}
  if (!existsSync(path))
    throw new UsageError('bad-config', { place: file ?? path, message: 'there is no such config file' })
  if (/\.(ts|mjs)$/.test(path)) return readCode(path, folder)
  return readYaml(await readFile(path, 'utf8'), file ?? path, Config, 'bad-config')
}

/** A config that is code runs with our rights, so it is taken from the working folder only. */
async function readCode(path: string, folder: string): Promise<ConfigInput> {
  if (resolve(path, '..') !== resolve(folder)) {
    throw new UsageError('bad-config', {
      place: path,
      message: 'a config that is code is only run from the working folder',
      hint: 'Move it there, or use YAML or JSON.',
    })
  }
  const loaded = (await import(pathToFileURL(path).href)) as { default?: unknown }
  const parsed = Config.safeParse(loaded.default)
  if (parsed.success) return parsed.data
  throw new UsageError('bad-config', { place: path, message: z.prettifyError(parsed.error) })
}

/** `STAGELIGHT_MAX_PAGES=50` is `maxPages: 50`; lists are split at commas. */
function readEnvironment(environment: Record<string, string | undefined>): ConfigInput {
  const known = new Map(
    Object.keys(Config.shape).map((key) => [`STAGELIGHT_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`, key]),
  )
  const found: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('STAGELIGHT_') || value === undefined) continue
    const key = known.get(name)
    if (!key) {
      throw new UsageError('bad-config', {
        place: name,
        message: 'is no setting of ours',
        hint: nearest(name, [...known.keys()]),
      })
    }
    found[key] = parseSetting(key as keyof typeof Config.shape, value)
  }
  return found
}

function parseSetting(key: keyof typeof Config.shape, value: string): unknown {
  if (Config.shape[key].safeParse(value).success) return value
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (value === 'true' || value === 'false') return value === 'true'
  return value.split(',').map((part) => part.trim())
}

function withSecrets(config: Config, environment: Record<string, string | undefined>): Config {
  const reveal = (value: string): string => {
    const name = /^env:(\w+)$/.exec(value)?.[1]
    if (!name) return value
    const secret = environment[name]
    if (secret === undefined)
      throw new UsageError('bad-config', { place: value, message: 'this environment variable is not set' })
    return secret
  }
  return {
    ...config,
    ...(config.auth ? { auth: reveal(config.auth) } : {}),
    headers: Object.fromEntries(Object.entries(config.headers).map(([name, value]) => [name, reveal(value)])),
    cookies: config.cookies.map((cookie) => {
      const cut = cookie.indexOf('=')
      return cut < 0 ? cookie : `${cookie.slice(0, cut)}=${reveal(cookie.slice(cut + 1))}`
    }),
    journeys: withValues(config.journeys, (value) => (typeof value === 'string' ? reveal(value) : value)),
  }
}
