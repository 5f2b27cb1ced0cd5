#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import pc from 'picocolors'
import { version } from './config/installation.ts'
import { addAuditOptions } from './commands/audit-options.ts'
import type { Options } from './commands/audit.ts'
import { exitCodes, type ExitCode } from './shared/exit-codes.ts'
import { describeMistake, UsageError } from './shared/errors.ts'

const program = new Command('stagelight')
  .description(
    'Walks a website the way a visitor would and reports the small conversions that it offers, hides, breaks or forgets.',
  )
  .version(version)
  .enablePositionalOptions()
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride()

let exitCode: ExitCode = exitCodes.fine

addAuditOptions(program.command('audit', { isDefault: true }))
  .argument('[url]', 'where to start')
  .description('crawl, judge, write the report (the default)')
  .action(async (url: string | undefined, options: Options) => {
    exitCode = await (await import('./commands/audit.ts')).auditCommand(url, options)
  })

addAuditOptions(program.command('crawl'))
  .argument('[url]', 'where to start')
  .description('crawl only; evaluate and report go on from there')
  .action(async (url: string | undefined, options: Options) => {
    exitCode = await (await import('./commands/audit.ts')).crawlCommand(url, options)
  })

program
  .command('evaluate')
  .argument('<run>', 'folder of a run')
  .option('--json', 'print the result')
  .description('judge a stored crawl with today’s rules')
  .action(async (run: string, options: Options) => {
    exitCode = await (await import('./commands/evaluate.ts')).evaluateCommand(run, options)
  })

program
  .command('report')
  .argument('<run>', 'folder of a run')
  .option('--format <list>', 'html,json,csv', (value) => value.split(','))
  .option('--locale <language>', 'of the report')
  .description('render the reports of a judged run again')
  .action(async (run: string, options: Options) => {
    exitCode = await (await import('./commands/evaluate.ts')).reportCommand(run, options)
  })

program
  .command('inspect')
  .argument('[page]', 'address or HTML file')
  .option('--url <url>', 'address of a file')
  .option('--render', 'look at it in the browser')
  .option('--batch <list.jsonl>', 'lines of {id, url, path}; - for stdin')
  .option('--json', 'facts and verdicts as JSON (always so)')
  .option('--config <file>')
  .description('one page: its facts and verdicts as JSON')
  .action(async (page: string | undefined, options: Options) => {
    exitCode = await (await import('./commands/inspect.ts')).inspectCommand(page, options)
  })

program
  .command('rules')
  .argument('<action>', 'new, check, test, list, docs, firings or judge')
  .argument(
    '[paths...]',
    'a folder of rules, ours by default; for new: the id first; for docs: where to; for firings: runs and lists of saved pages; for judge: files with verdicts',
  )
  .option('--rule <id>', 'this rule only')
  .option('--stage <stage>', 'of a new rule')
  .option('--kind <kind>', 'of a new rule: bug, friction, opportunity or idea')
  .option('--seed <text>', 'which firings are drawn')
  .option('--most <n>', 'firings a rule', Number)
  .option('--json', 'list as JSON; firings as JSON lines, with all that it takes to judge them')
  .option('--sheet <file.html>', 'firings as a page to judge on')
  .option('--pictures <folder>', 'write pictures of the firings there')
  .option('--cache <folder>', 'keep what firings need there for the next call')
  .description('for people who write rules')
  .action(async (action: string, paths: string[], options: Options) => {
    const { rules, rulesActions } = await import('./commands/rules.ts')
    const known = rulesActions.find((each) => each === action)
    if (!known)
      throw new UsageError('bad-option', {
        place: `rules ${action}`,
        message: 'is no action',
        hint: `Known: ${rulesActions.join(', ')}`,
      })
    const { text, ok } = await rules(known, paths, options)
    process.stdout.write(text)
    exitCode = ok ? exitCodes.fine : exitCodes.wrongUse
  })

program
  .command('explain')
  .argument('<rule>', 'its id')
  .option('--page <page>', 'address or HTML file; in a run, the address of one of its pages')
  .option('--url <url>', 'address of a file')
  .option('--render', 'look at it in the browser')
  .option('--run <run>', 'take pages and site from a stored run')
  .option('--config <file>')
  .option('--json', 'print it as JSON')
  .description('how a rule came to its verdict: facts, expressions and values, step by step')
  .action(async (rule: string, options: Options) => {
    exitCode = await (await import('./commands/explain.ts')).explainCommand(rule, options)
  })

program
  .command('doctor')
  .option('--browser <path>', 'try this Chromium')
  .description('which browser, fonts, sandbox and Node are used, and why')
  .action(async (options: Options) => {
    const { doctor } = await import('./commands/doctor.ts')
    const browser = options['browser'] as string | undefined
    const { text, ok } = await doctor(browser ? { browser } : {})
    process.stdout.write(`${text}\n`)
    exitCode = ok ? exitCodes.fine : exitCodes.wrongUse
  })

try {
  await program.parseAsync()
} catch (error) {
  exitCode = tell(error)
}
// Not process.exit(): what was written to a pipe must arrive first.
process.exitCode = exitCode

/** Mistakes are told in a sentence each; only our own faults show a stack. */
function tell(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.wrongUse
  if (error instanceof UsageError) {
    for (const mistake of error.mistakes) process.stderr.write(`${pc.red('error')} ${describeMistake(mistake)}\n`)
    return exitCodes.wrongUse
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `${pc.red('error')} This is a fault in Stagelight; please report it with these lines:\n${stack}\n`,
  )
  return exitCodes.wrongUse
}
