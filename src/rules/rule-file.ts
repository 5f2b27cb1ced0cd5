import { isMap, isScalar, LineCounter, parseDocument, type Document, type Scalar } from 'yaml'
import type { z } from 'zod'
import { yamlTricks } from '../config/safe-yaml.ts'
import { compareText } from '../shared/digest.ts'
import { UsageError, type Mistake } from '../shared/errors.ts'
import { microConversions, type MicroConversion } from '../shared/taxonomy.ts'
import { blankMistakes } from './blanks.ts'
import { caret, type Expression, type Language } from './expression.ts'
import { pageLanguage, siteLanguage, type Asked } from './languages.ts'
import { nearest } from '../shared/nearest.ts'
import { RuleFile, type Rule } from './schema.ts'
import { offsetInSource } from './source-offset.ts'

/** A rule file as it was read, not looked at yet. */
export interface RuleText {
  /** Folder and file as a person knows them: `rules/evaluation/form-label-missing.yaml`. */
  place: string
  text: string
  /** From a folder that is not ours: judged under limits, in a process of its own. */
  isForeign?: boolean
}

/** A rule with its expressions checked and ready to run. */
export interface CompiledRule {
  rule: Rule
  when: Expression
  checks: { expect: Expression; otherwise: string }[]
  show: Expression | undefined
  /** Facts that its checks need. */
  uses: readonly string[]
  /** Micro-conversions that would answer a claim of absence: its own and those that its checks name; empty for any. */
  answeredBy: readonly MicroConversion[]
  isForeign: boolean
  /** Pages that a config limits it to; all when not given. */
  isAskedOn?: (url: string) => boolean
}

const expressionHint =
  'An expression that starts with !, a quote or a bracket, or holds a colon and a space, goes on its own line under `>-`'

/**
 * Parses rule files, sorted by id. All mistakes of all files are reported at once; one is an id that is `taken` by one of
 * our own files, which are not read for that.
 */
export function parseRules(files: readonly RuleText[], taken: ReadonlyMap<string, string> = new Map()): CompiledRule[] {
  const mistakes: Mistake[] = []
  const rules: CompiledRule[] = []
  for (const file of files) {
    const source = openSource(file)
    const before = mistakes.length
    mistakes.push(...yamlMistakes(source))
    if (mistakes.length > before) continue
    const parsed = RuleFile.safeParse(source.document.toJS())
    if (!parsed.success) {
      mistakes.push(...parsed.error.issues.flatMap((issue) => schemaMistakes(source, issue)))
      continue
    }
    const compiled = compileRule({ ...parsed.data, file: file.place }, source)
    mistakes.push(...compiled.mistakes, ...placeMistakes(source, compiled.rule))
    rules.push(compiled.rule)
  }
  mistakes.push(...duplicates(rules, taken))
  if (mistakes.length > 0) throw new UsageError('bad-rules', mistakes)
  return rules.toSorted((a, b) => compareText(a.rule.id, b.rule.id))
}

interface Source extends RuleText {
  document: Document.Parsed
  lines: LineCounter
}

function openSource(file: RuleText): Source {
  const lines = new LineCounter()
  return { ...file, lines, document: parseDocument(file.text, { lineCounter: lines, prettyErrors: false }) }
}

function placeAt(source: Source, offset: number): string {
  const { line, col } = source.lines.linePos(offset)
  return `${source.place}:${line}:${col}`
}

/** Place of a value, or of the nearest thing around it that exists. */
function placeOf(source: Source, path: readonly PropertyKey[]): string {
  for (let length = path.length; length > 0; length--) {
    const node = source.document.getIn(path.slice(0, length), true)
    if (node && typeof node === 'object' && 'range' in node && Array.isArray(node.range)) {
      return placeAt(source, node.range[0] as number)
    }
  }
  return source.place
}

function yamlMistakes(source: Source): Mistake[] {
  const { errors, warnings } = source.document
  const complaints = [...errors, ...warnings].map(({ message, pos }) => ({
    place: placeAt(source, pos[0]),
    message: `YAML: ${message}`,
    hint: expressionHint,
  }))
  if (complaints.length > 0) return complaints
  const tricks = yamlTricks(source.document)
  if (tricks.length > 0) {
    return tricks.map(({ offset, message, hint }) => ({ place: placeAt(source, offset), message, hint }))
  }
  if (isMap(source.document.contents)) return []
  return [{ place: source.place, message: 'This is no rule: it holds no keys' }]
}

type Issue = z.core.$ZodIssue

function schemaMistakes(source: Source, issue: Issue): Mistake[] {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: placeOfKey(source, issue.path, key),
      message: `Unknown key: ${[...issue.path, key].join('.')}`,
      hint: nearest(key, knownKeys(issue.path)),
    }))
  }
  const place = placeOf(source, issue.path)
  const given: unknown = source.document.getIn(issue.path)
  if (issue.path[0] === 'examples' && (issue.code === 'too_small' || given === undefined)) {
    return [{ place, message: `${where}: a rule needs at least one example that passes and one that fails` }]
  }
  if (given === undefined) return [{ place, message: `Missing: ${where}` }]
  if (issue.code === 'invalid_value' && typeof given === 'string') {
    return [{ place, message: `${where} can't be "${given}"`, hint: nearest(given, issue.values.map(String)) }]
  }
  const expression = ['when', 'show', 'expect'].includes(String(issue.path.at(-1)))
  const hint = typeof given === 'boolean' ? `To YAML this is no text: write "${given}"` : expressionHint
  return [{ place, message: `${where}: ${issue.message}`, ...(expression ? { hint } : {}) }]
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(RuleFile.shape)
  if (path[0] === 'checks') return ['expect', 'otherwise']
  if (path.at(-1) === 'examples') return ['pass', 'fail', 'skip']
  if (path.at(-1) === 'page') return ['url', 'type', 'language', 'profiles']
  return ['name', 'page', 'html', 'facts', 'site', 'pages']
}

function placeOfKey(source: Source, path: readonly PropertyKey[], key: string): string {
  const map = path.length === 0 ? source.document.contents : source.document.getIn(path, true)
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined
  const range = pair && isScalar(pair.key) ? pair.key.range : undefined
  return range ? placeAt(source, range[0]) : placeOf(source, path)
}

function compileRule(rule: Rule, source: Source): { rule: CompiledRule; mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  const language: Language<Asked> = rule.scope === 'site' ? siteLanguage() : pageLanguage()
  function compile(text: string, type: 'bool' | 'list', path: readonly PropertyKey[]): Expression {
    const result = language.compile(text, type)
    if (!Array.isArray(result)) return result
    const node = source.document.getIn(path, true)
    for (const slip of result) {
      const place = isScalar(node)
        ? placeAt(source, offsetInSource(source.text, node as Scalar, slip.start))
        : placeOf(source, path)
      const message = `${slip.message}\n${caret(text, slip.start)}`
      mistakes.push({ place, message, ...(slip.hint ? { hint: slip.hint } : {}) })
    }
    return { source: text, uses: [], literals: [], schema: undefined, evaluate: () => false }
  }

  const when = compile(rule.when, 'bool', ['when'])
  const show = rule.show === undefined ? undefined : compile(rule.show, 'list', ['show'])
  const checks = rule.checks.map(({ expect, otherwise }, index) => {
    const path = ['checks', index, 'otherwise']
    // Where what is shown can't be read, what would fill the blanks isn't known either.
    const slips = mistakes.length > 0 ? [] : blankMistakes(otherwise, show?.schema, language.names)
    for (const slip of slips) {
      mistakes.push({ place: placeOf(source, path), ...slip })
    }
    return { expect: compile(expect, 'bool', ['checks', index, 'expect']), otherwise }
  })
  const uses = [...new Set([...checks.flatMap(({ expect }) => expect.uses), ...(show?.uses ?? [])])].toSorted(
    compareText,
  )
  const step = rule['micro-conversion']
  const named = new Set([step, ...checks.flatMap(({ expect }) => expect.literals)])
  const answeredBy = step ? microConversions.filter((each) => named.has(each)) : []
  const isForeign = source.isForeign === true
  return { rule: { rule, when, checks, show, uses, answeredBy, isForeign }, mistakes }
}

/** What the schema can't say: names, folders, and keys that need each other. */
function placeMistakes(source: Source, { rule, uses }: CompiledRule): Mistake[] {
  const mistakes: Mistake[] = []
  const at = (key: string, message: string, hint?: string): void => {
    mistakes.push({ place: placeOf(source, [key]), message, ...(hint ? { hint } : {}) })
  }
  const segments = source.place.split('/')
  const name = segments.at(-1)?.replace(/\.ya?ml$/, '')
  if (name !== rule.id)
    at('id', `The id is "${rule.id}", the file is called "${name}"`, 'Both name the problem: make them the same')
  const folder = segments.at(-2)
  if (rule.stage !== 'by-target' && folder !== rule.stage)
    at('stage', `The stage is ${rule.stage}, the folder is ${folder}`)
  const tested = rule.kind === 'friction' || rule.kind === 'opportunity'
  if (tested !== (rule.hypothesis !== undefined)) {
    at(
      rule.hypothesis === undefined ? 'kind' : 'hypothesis',
      tested
        ? `A rule of kind ${rule.kind} needs a hypothesis`
        : `Nobody tests a ${rule.kind}: leave the hypothesis out`,
    )
  }
  for (const key of ['title', 'why', 'fix', 'hypothesis', 'metric'] as const) {
    if (rule[key]?.includes('{')) at(key, `${key} has no blanks; only "otherwise" has`)
  }
  for (const [index, text] of rule.sources.entries()) {
    if (text === 'practice' || /^https?:\/\/\S+$/.test(text)) continue
    const hint = 'Give the address of what you have read, or write: practice'
    mistakes.push({ place: placeOf(source, ['sources', index]), message: `"${text}" is no source`, hint })
  }
  if (source.isForeign && uses.includes('lab')) {
    at('checks', 'Only our own rules read "lab": its figures differ from run to run and are judged apart')
  }
  if (rule.about === 'forms' && (rule.scope === 'site' || rule['micro-conversion'])) {
    at('about', 'A rule about forms is judged on pages, and takes its micro-conversion from each form')
  }
  if (rule.when !== 'true' && rule.examples.skip.length === 0) {
    at('examples', 'With a "when", there must be an example that is skipped')
  }
  return mistakes
}

/** Places of a rule file's values, for what is found out about a rule after it was read. */
export function placesIn(file: RuleText): (path: readonly PropertyKey[]) => string {
  const source = openSource(file)
  return (path) => placeOf(source, path)
}

function duplicates(rules: readonly CompiledRule[], taken: ReadonlyMap<string, string>): Mistake[] {
  const first = new Map<string, { file: string; isOurs: boolean }>()
  for (const [id, file] of taken) first.set(id, { file, isOurs: true })
  const mistakes: Mistake[] = []
  for (const { rule, isForeign } of rules) {
    const other = first.get(rule.id)
    if (!other) {
      first.set(rule.id, { file: rule.file, isOurs: !isForeign })
      continue
    }
    const ours = isForeign && other.isOurs
    mistakes.push({
      place: rule.file,
      message: `The id "${rule.id}" is taken by ${ours ? 'our own ' : ''}${other.file}`,
      ...(ours ? { hint: `Give yours another name, and turn ours off: rules: { off: { ${rule.id}: "why" } }` } : {}),
    })
  }
  return mistakes
}
