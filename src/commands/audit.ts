import pc from 'picocolors'
import { join, relative } from 'node:path'
import { runAudit, runCrawl, type AuditOutcome, type FailedStart } from '../audit.ts'
import { loadConfig } from '../config/load-config.ts'
import type { Config } from '../config/config.ts'
import { exitCodes, type ExitCode } from '../shared/exit-codes.ts'
import { resultJson } from '../report/json.ts'
import type { AuditResult } from '../report/result.ts'
import { configOf } from './audit-options.ts'
import { progressLine } from './progress-line.ts'
import { interruptible } from './interruptible.ts'

/** Options as commander hands them over. */
export type Options = Record<string, unknown>

/** `stagelight audit <url>`: crawl, judge, write the report. */
export async function auditCommand(url: string | undefined, options: Options): Promise<ExitCode> {
  const config = await configFor(url, options)
  const quiet = options['quiet'] === true
  using progress = progressLine(process.stderr, { quiet, maxTimeMs: config.maxTime * 1000 })
  using stop = interruptible(() =>
    progress.say('Stopping: writing a report of what there is. Press Ctrl-C again to leave at once.'),
  )
  const outcome = await runAudit(config, {
    onEvent: progress.onEvent,
    signal: stop.signal,
    resume: options['resume'] === true,
  })
  progress[Symbol.dispose]()
  if ('failed' in outcome) return tellFailedStart(outcome)
  if (options['json'] === true) process.stdout.write(resultJson(outcome.result))
  else tellSummary(outcome, quiet)
  return exitCodeOf(outcome.result, config, stop.signal.aborted)
}

/** `stagelight crawl <url>`: crawl only. */
export async function crawlCommand(url: string | undefined, options: Options): Promise<ExitCode> {
  const config = await configFor(url, options)
  using progress = progressLine(process.stderr, { quiet: options['quiet'] === true, maxTimeMs: config.maxTime * 1000 })
  using stop = interruptible(() => progress.say('Stopping after what is under way.'))
  const outcome = await runCrawl(config, {
    onEvent: progress.onEvent,
    signal: stop.signal,
    resume: options['resume'] === true,
  })
  progress[Symbol.dispose]()
  if ('failed' in outcome) return tellFailedStart(outcome)
  process.stdout.write(`${outcome.folder}\n`)
  return stop.signal.aborted ? exitCodes.interrupted : exitCodes.fine
}

async function configFor(url: string | undefined, options: Options): Promise<Config> {
  return loadConfig({
    flags: { ...configOf(options), ...(url ? { url: withScheme(url) } : {}) },
    file: options['config'] as string | undefined,
    folder: process.cwd(),
    environment: process.env,
  })
}

/** `example.com` is what people type. */
function withScheme(url: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return url
  return /^(localhost|127\.|\[::1\])/i.test(url)
    ? `http://${url}`
    : /^[^\s/]+\.[^\s/]+|^[^\s/:]+:\d+/.test(url)
      ? `https://${url}`
      : url
}

function tellFailedStart({ failed, url }: FailedStart): ExitCode {
  const advice: Record<string, string> = {
    blocked: 'The site turns robots away. Ask its owner to let Stagelight in, or give --auth, --header or --cookie.',
    robots: 'robots.txt asks us to stay away. With the owner’s consent: --owner --robots owner.',
    'not-html': 'Give the address of a page.',
    'not-found': 'Look whether the address is right.',
    unreachable: 'Look whether the address is right and the site is up.',
    'tls-error': 'The certificate is not valid for this address; visitors get a warning, too.',
    timeout: 'The site did not answer in time. Try again later, or with a longer --max-time.',
  }
  process.stderr.write(`${pc.red('error')} ${url} could not be read: ${failed.reason || failed.outcome}\n`)
  const hint = advice[failed.outcome]
  if (hint) process.stderr.write(`  ${hint}\n`)
  return failed.outcome === 'blocked' ? exitCodes.invalid : exitCodes.tooLittle
}

function tellSummary({ result, folder, files }: AuditOutcome, quiet: boolean): void {
  const report = files.includes('report.html') ? join(folder, 'report.html') : folder
  const shown = relative(process.cwd(), report)
  if (quiet) {
    process.stdout.write(`${shown}\n`)
    return
  }
  const { coverage, findings } = result
  const fails = findings.filter(({ verdict }) => verdict === 'fail')
  const lines = [
    '',
    `${pc.bold(result.site.name)}  ${result.site.origin}`,
    `${coverage.audited} pages judged (${coverage.rendered} in the browser) of ${coverage.known} known${coverage.failed + coverage.blocked > 0 ? `, ${coverage.failed + coverage.blocked} could not be read` : ''}`,
    '',
    ...result.stages.map(
      ({ id, score, judged }) =>
        `  ${id.padEnd(20)}${score === null ? pc.dim('not enough seen') : `${String(Math.round(score)).padStart(3)}`}${score === null ? '' : pc.dim(`   ${Math.round(judged * 100)}% judged`)}`,
    ),
    `  ${pc.bold('overall'.padEnd(20))}${result.overall === null ? pc.dim('not scored') : pc.bold(String(Math.round(result.overall)).padStart(3))}`,
    '',
    `${fails.length} findings, ${findings.length - fails.length} to review${fails.length > 0 ? '; first:' : ''}`,
    ...fails
      .slice(0, 3)
      .map(({ title, pages }) => `  · ${title}${pages.count > 1 ? pc.dim(` (${pages.count} pages)`) : ''}`),
    '',
    `Report: ${shown}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** Interrupted, then no site, then too little of it, then fine. A gate is another command's business. */
function exitCodeOf({ run, coverage }: AuditResult, config: Config, interrupted: boolean): ExitCode {
  if (interrupted) return exitCodes.interrupted
  if (run.status === 'invalid') {
    process.stderr.write(
      `${pc.red('error')} the start page is a log-in or a bot challenge: the site itself was not seen\n`,
    )
    return exitCodes.invalid
  }
  if (run.status === 'insufficient') {
    const within = coverage.audited + coverage.failed + coverage.blocked
    process.stderr.write(
      `${pc.red('error')} only ${coverage.audited} of ${within} pages could be judged; --min-coverage asks for ${Math.round(config.minCoverage * 100)}%\n`,
    )
    return exitCodes.tooLittle
  }
  return exitCodes.fine
}
