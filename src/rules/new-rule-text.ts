import { stages, type Stage } from '../shared/taxonomy.ts'
import type { RuleFile } from './schema.ts'

/** A rule to start from: it works as it stands, and says at each line what belongs there. */
export function newRuleText({
  id,
  stage,
  kind,
  schema,
}: {
  id: string
  stage: Stage
  kind: RuleFile['kind']
  /** Where an editor finds the schema, seen from the file. */
  schema: string
}): string {
  const tested = kind === 'friction' || kind === 'opportunity'
  const hypothesis = `hypothesis: >- # because …, we believe … will …, measured by …
  Because the page hides what it costs, we believe a price near the headline will bring more enquiries, measured by
  generate_lead.
metric: generate_lead
`
  return `# yaml-language-server: $schema=${schema}
#
# A rule says what good looks like, on which pages, why, and how to mend it. This one works; make it yours from top to
# bottom. Then: stagelight rules check, stagelight rules test.

id: ${id} # the problem; the same as the file's name
title: The price is not on the page # the problem, as your client reads it; at most 90 letters
kind: ${kind} # bug: broken · friction: harder than it need be · opportunity: missing · idea: worth a try
stage: ${stage} # ${stages.filter((each) => each !== stage).join(', ')}, or by-target
severity: medium # critical, high, medium, low
effort: S # to mend it: S a line, M a day, L a project
evidence: C # A: several studies · B: one good one · C: practice
# review: true # it only asks you to look; nothing is scored

# On which pages? Narrow is better than broad: each page too many is a chance to be wrong.
page-types: [service, product]
when: size(page.headings) > 0

# What is true of a good page. Names of facts: docs/facts.md; more checks: one sentence each.
checks:
  - expect: size(prices) > 0
    otherwise: On the page “{page.title}” we found no price.

# What to point at, when there is something; blanks in "otherwise" then take {count} and parts of the first: {text}
# show: ctas.filter(c, c.intent == "buy")

# praise: Your offers say what they cost # said among the strengths where every page passes
why: People who can't find a price guess, ask elsewhere, or leave.
fix: Name a price, or the price of the smallest order, near the headline.
${tested ? hypothesis : ''}sources: [practice] # addresses of what you have read, or: practice

# Tests and documentation in one. For each trap that you know, one more.
examples:
  pass:
    - name: a price in the text
      page: { type: service }
      html: <main><h1>Table repair</h1><p>We mend any table for €80.</p></main>
  fail:
    - name: everything but the price
      page: { type: service }
      html: <main><h1>Table repair</h1><p>We mend any table. Ask us what it costs.</p></main>
  skip:
    - name: an article sells nothing
      page: { type: article }
      html: <main><h1>How tables are made</h1><p>With patience.</p></main>
`
}
