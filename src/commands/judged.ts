import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { rulesFolder } from '../config/installation.ts'
import { JudgedLine } from '../rules/precision.ts'
import { compareText } from '../shared/digest.ts'
import { UsageError, type Mistake } from '../shared/errors.ts'
import { nearest } from '../shared/nearest.ts'

/** Where verdicts on firings are kept, a file a rule. */
export const judgedFolder = join(rulesFolder, 'judged')

/** A line as a judge writes it; what else stands in it (a firing's page, say) is left out. */
const WrittenLine = z.object({ ...JudgedLine.shape, rule: z.string(), on: z.iso.date().optional() })

/** What was judged of each rule, by its id; rules that nobody judged are left out. */
export async function readJudged(folder = judgedFolder): Promise<Map<string, JudgedLine[]>> {
  const names = await readdir(folder).catch((): string[] => [])
  const files = names.filter((name) => name.endsWith('.jsonl')).toSorted(compareText)
  const read = await Promise.all(
    files.map(async (name): Promise<[string, JudgedLine[]]> => {
      const text = await readFile(join(folder, name), 'utf8')
      const place = `rules/judged/${name}`
      return [name.replace(/\.jsonl$/, ''), linesOf(text, place, JudgedLine).map(({ value }) => value)]
    }),
  )
  return new Map(read)
}

/**
 * Puts verdicts into the files of their rules. What one judge said twice counts once; of two who say different things both are
 * kept. Returns a sentence. @throws UsageError for unknown rules, and where one judge contradicts himself
 */
export async function mergeVerdicts(
  files: readonly string[],
  { rules, today, folder = judgedFolder }: { rules: readonly string[]; today: string; folder?: string },
): Promise<string> {
  const written = await Promise.all(files.map(async (file) => linesOf(await readFile(file, 'utf8'), file, WrittenLine)))
  const kept = await readJudged(folder)
  const mistakes: Mistake[] = []
  let added = 0
  for (const { value, place } of written.flat()) {
    const { rule, on, ...verdict } = value
    if (!rules.includes(rule)) {
      mistakes.push({ place, message: `there is no rule "${rule}"`, hint: nearest(rule, rules) })
      continue
    }
    const line: JudgedLine = { ...verdict, on: on ?? today }
    const lines = kept.get(rule) ?? []
    const before = lines.findIndex((each) => each.key === line.key && each.by === line.by && each.kind === line.kind)
    if (before >= 0 && line.kind === 'firing' && lines[before]!.right !== line.right && !line.settled) {
      mistakes.push({
        place,
        message: `${line.by} has said ${lines[before]!.right ? 'right' : 'wrong'} of this firing of ${rule}`,
        hint: 'To settle it, add "settled": true.',
      })
      continue
    }
    if (before < 0) added += 1
    kept.set(rule, before < 0 ? [...lines, line] : lines.with(before, line))
  }
  if (mistakes.length > 0) throw new UsageError('bad-option', mistakes)
  await writeJudged(kept, new Set(written.flat().map(({ value }) => value.rule)), folder)
  return `${added} verdicts added, ${written.flat().length - added} were there already.\n`
}

/** Writes the files of these rules, sorted, so that the same verdicts give the same bytes. */
export async function writeJudged(
  judged: ReadonlyMap<string, readonly JudgedLine[]>,
  rules: ReadonlySet<string>,
  folder = judgedFolder,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const rule of rules) {
    const lines = (judged.get(rule) ?? []).toSorted(
      (a, b) => compareText(a.kind, b.kind) || compareText(a.key, b.key) || compareText(a.by, b.by),
    )
    await writeFile(join(folder, `${rule}.jsonl`), lines.map((line) => `${JSON.stringify(bare(line))}\n`).join(''))
  }
}

/** Without what says nothing. */
function bare({ kind, key, right, unknown, settled, by, on, note }: JudgedLine): object {
  return {
    ...(kind === 'firing' ? {} : { kind }),
    key,
    right,
    ...(unknown ? { unknown } : {}),
    ...(settled ? { settled } : {}),
    by,
    on,
    ...(note ? { note } : {}),
  }
}

function linesOf<T>(text: string, file: string, schema: z.ZodType<T>): { value: T; place: string }[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const place = `${file}:${index + 1}`
    let plain: unknown
    try {
      plain = JSON.parse(line)
    } catch (cause) {
      throw new UsageError('bad-option', { place, message: 'is no JSON' }, { cause })
    }
    const { data, error } = schema.safeParse(plain)
    if (error) {
      const [issue] = error.issues
      throw new UsageError('bad-option', { place, message: `${issue?.path.join('.')}: ${issue?.message}` })
    }
    return [{ value: data, place }]
  })
}
