import { InvalidArgumentError, Option, type Command } from 'commander'
import { nearest } from '../shared/nearest.ts'
import { microConversions, pageTypes, type MicroConversion, type PageType } from '../shared/taxonomy.ts'
import type { ConfigInput } from '../config/config.ts'

/** Options of the commands that crawl; the names are those of the config, with dashes. */
export function addAuditOptions(command: Command): Command {
  return command
    .optionsGroup('What to look at:')
    .option('--max-pages <n>', 'pages read by HTTP (default 1000)', whole)
    .option('--max-rendered <n>', 'pages looked at in a browser (default 150)', whole)
    .option('--max-depth <n>', 'clicks from the start page', whole)
    .option('--include <pattern>', 'only these paths, e.g. /shop/** (repeatable)', collect)
    .option('--exclude <pattern>', 'not these paths (repeatable)', collect)
    .option('--sitemap <url>', 'one more sitemap (repeatable)', collect)
    .option('--url-list <url>', 'one more page (repeatable)', collect)
    .option('--goal <what[=url]>', 'what the site is for, e.g. contact-form=/contact (repeatable)', collectGoal)
    .addOption(new Option('--robots <how>', 'owner: the owner lets us past robots.txt').choices(['obey', 'owner']))
    .option('--owner', 'the owner agreed to this audit')
    .option('--page <what=file>', 'a saved page, e.g. checkout=checkout.html (repeatable)', collectPage)
    .optionsGroup('How:')
    .option('--max-time <seconds>', 'limit for the whole run (default 900)', whole)
    .option('--concurrency <n>', 'requests at a time (default 4)', whole)
    .option('--rps <n>', 'page requests per second and host (default 8)', number)
    .option('--header <name:value>', 'sent to the site; value may be env:NAME (repeatable)', collect)
    .option('--cookie <name=value>', 'sent to the site; value may be env:NAME (repeatable)', collect)
    .option('--auth <user:password>', 'for the site; or env:NAME')
    .option('--browser <path>', 'a Chromium of your own')
    .option('--no-lighthouse', 'without lab measurements')
    .optionsGroup('Output:')
    .option('--output-dir <folder>', 'default stagelight-report')
    .option('--format <list>', 'html,json,csv', list)
    .option('--locale <language>', 'of the report')
    .option('--config <file>', 'default stagelight.config.yaml in this folder')
    .option('--min-coverage <share>', 'share of pages that must be judged (default 0.5)', number)
    .option('--resume', 'go on with the latest run of this site')
    .option('--json', 'print the result as JSON to stdout')
    .option('--quiet', 'only errors, and the path of the report')
}

/** The config that these options say; options that were not given are left out. */
export function configOf(options: Record<string, unknown>): ConfigInput {
  const { header, cookie, goal, page, resume: _resume, json: _json, quiet: _quiet, config: _config, ...rest } = options
  const given: Record<string, unknown> = { ...rest }
  // commander gives --no-x a default of true, which would hide what the config file says
  if (given['lighthouse'] === true) delete given['lighthouse']
  if (header) given['headers'] = Object.fromEntries((header as string[]).map(splitHeader))
  if (cookie) given['cookies'] = cookie
  if (goal) given['goals'] = goal
  if (page) given['pages'] = page
  return given as ConfigInput // checked by the config's schema
}

function splitHeader(text: string): [string, string] {
  const cut = text.indexOf(':')
  if (cut < 1) throw new InvalidArgumentError(`"${text}" is no header; write name:value`)
  return [text.slice(0, cut).trim(), text.slice(cut + 1).trim()]
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value]
}

function collectGoal(
  value: string,
  previous: { microConversion: MicroConversion; url?: string }[] = [],
): typeof previous {
  const cut = value.indexOf('=')
  const id = cut < 0 ? value : value.slice(0, cut)
  if (!(microConversions as string[]).includes(id)) {
    throw new InvalidArgumentError(`"${id}" is no micro-conversion; known: ${microConversions.join(', ')}`)
  }
  return [...previous, { microConversion: id as MicroConversion, ...(cut < 0 ? {} : { url: value.slice(cut + 1) }) }]
}

function collectPage(
  value: string,
  previous: Partial<Record<PageType, string>> = {},
): Partial<Record<PageType, string>> {
  const cut = value.indexOf('=')
  const type = pageTypes.find((one) => one === value.slice(0, Math.max(0, cut)))
  if (cut < 1 || !type || cut === value.length - 1) {
    const hint =
      cut < 1 ? 'write what it is first, e.g. checkout=checkout.html' : nearest(value.slice(0, cut), pageTypes)
    throw new InvalidArgumentError(`"${value}": ${hint}`)
  }
  return { ...previous, [type]: value.slice(cut + 1) }
}

function list(value: string): string[] {
  return value.split(',').map((part) => part.trim())
}

function whole(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('give a whole number')
  return Number(value)
}

function number(value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw new InvalidArgumentError('give a number')
  return Number(value)
}
