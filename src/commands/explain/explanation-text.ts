import pc from 'picocolors'
import type { ExplainedRun, Explanation } from '../../rules/explanation.ts'
import type { Verdict } from '../../rules/schema.ts'
import type { Step } from '../../rules/trace.ts'

const width = 100
const gap = '   '
const verdictWords: Record<Verdict['state'], string> = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  skip: 'SKIP: the rule does not apply here',
}

/** An explanation for a terminal. */
export function explanationText({ rule, subject, gates, runs }: Explanation): string {
  const about = [rule.id, rule.kind, rule.severity, ...(rule.as === 'review' ? ['asks for review'] : [])]
  const head = [
    `${pc.bold(rule.title)}  ${pc.dim(about.join(' · '))}`,
    subject.url,
    ...wrapped(subject.notes.join(' · '), '').map((line) => pc.dim(line)),
    '',
  ]
  const asked = gates.map(({ asks, holds, found }) => `  ${mark(holds)} ${asks}${pc.dim(`   here: ${found}`)}`)
  const gate = asked.length > 0 ? [pc.underline('Is it asked here?'), ...asked, ''] : []
  return `${[...head, ...gate, ...runs.flatMap((run) => runLines(run))].join('\n')}\n`
}

function runLines({ about, when, checks, shown, verdict }: ExplainedRun): string[] {
  return [
    ...(about ? [pc.bold(about), ''] : []),
    ...(when && when.source !== 'true' ? section('Does it apply?', when) : []),
    ...checks.flatMap(({ expect }, index) =>
      section(checks.length > 1 ? `Check ${index + 1}: is it as it should be?` : 'Is it as it should be?', expect),
    ),
    ...(shown.length > 0
      ? [pc.underline(`What it points at (${shown.length})`), ...shown.slice(0, 5).map((thing) => `  ${thing}`), '']
      : []),
    ...verdictLines(verdict),
    '',
  ]
}

/** The whole expression once, then what its parts came to. */
function section(title: string, step: Step): string[] {
  const isShort = step.steps.length === 0 && step.brief === step.source
  return [
    pc.underline(title),
    ...(isShort ? [] : wrapped(step.source, '  ').map((line) => pc.dim(line))),
    ...stepLines(step, 0),
    '',
  ]
}

function verdictLines({ state, message, evidence }: Verdict): string[] {
  const color = { pass: pc.green, fail: pc.red, unknown: pc.yellow, skip: pc.dim }[state]
  const lines = [color(pc.bold(verdictWords[state])), ...(message ? wrapped(message, '  ') : [])]
  const pieces = evidence
    .slice(0, 5)
    .flatMap(({ url, selector, snippet, message: own }) => [
      `  ${pc.dim('·')} ${selector || url}`,
      ...(snippet ? [pc.dim(`    ${cut(snippet)}`)] : []),
      ...(own && own !== message ? wrapped(own, '    ') : []),
    ])
  return [...lines, ...pieces]
}

function stepLines({ source, brief, thing, value, holds, note, steps }: Step, depth: number): string[] {
  const indent = '  '.repeat(depth + 1)
  if (source === '') return [pc.dim(`${indent}${note}`)]
  const isError = value.startsWith('error: ')
  const sign = isError ? pc.yellow('?') : holds === undefined ? ' ' : mark(holds)
  // The parts below say what is asked of a thing; without parts, its own words do.
  const asked = holds === undefined && !isError ? `${brief} = ${value}` : brief
  const title = thing === '' ? asked : steps.length > 0 ? `${thing}: ${brief}` : `${thing}: ${source}`
  const [first = '', ...more] = wrapped(title, `${indent}  `)
  const fits = more.length === 0 && first.length + note.length + gap.length <= width
  return [
    `${indent}${sign} ${first.trimStart()}${note && fits ? pc.cyan(gap + note) : ''}`,
    ...more,
    ...(isError ? [pc.yellow(`${indent}  ${value}`)] : []),
    ...(note && !fits ? wrapped(note, `${indent}  `).map((line) => pc.cyan(line)) : []),
    ...steps.flatMap((step) => stepLines(step, depth + 1)),
  ]
}

function mark(holds: boolean): string {
  return holds ? pc.green('✓') : pc.red('✗')
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length > width) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}

function cut(text: string): string {
  const folded = text.replace(/\s+/g, ' ')
  return folded.length > width ? `${folded.slice(0, width - 1)}…` : folded
}
