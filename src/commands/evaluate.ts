import { relative } from 'node:path'
import { runEvaluate, runReport } from '../audit.ts'
import { resultJson } from '../report/json.ts'
import type { Format } from '../report/index.ts'
import { exitCodes, type ExitCode } from '../shared/exit-codes.ts'
import type { Options } from './audit.ts'

/** `stagelight evaluate <run>`: judge a stored crawl with today's rules. */
export async function evaluateCommand(run: string, options: Options): Promise<ExitCode> {
  const { result, folder } = await runEvaluate(run)
  if (options['json'] === true) process.stdout.write(resultJson(result))
  else process.stdout.write(`${result.findings.length} findings; ${relative(process.cwd(), folder)}/audit.json\n`)
  return exitCodes.fine
}

/** `stagelight report <run>`: render the reports of a judged run again. */
export async function reportCommand(run: string, options: Options): Promise<ExitCode> {
  const format = options['format'] as Format[] | undefined
  const locale = options['locale'] as string | undefined
  const { folder, files } = await runReport(run, { ...(format ? { format } : {}), ...(locale ? { locale } : {}) })
  for (const file of files) process.stdout.write(`${relative(process.cwd(), folder)}/${file}\n`)
  return exitCodes.fine
}
