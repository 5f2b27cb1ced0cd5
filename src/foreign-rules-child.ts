import { createExtract } from './example-extract.ts'
import { ready, type ForeignBriefing, type ForeignTask } from './foreign-rules.ts'
import { tryExamples } from './rules/examples.ts'
import { judgePage, judgeSite } from './rules/judge.ts'
import { parseRules, type CompiledRule } from './rules/rule-file.ts'

// A program of its own, started by foreign-rules.ts: what it is given to work out may never end.

process.on('disconnect', () => process.exit())
process.once('message', async (briefing) => {
  const { texts, context, site, summaries, withExamples } = briefing as ForeignBriefing
  const rules = parseRules(texts)
  const extract = withExamples ? await createExtract() : undefined
  extract?.({ url: 'https://example.test/', html: '<p>Ready</p>', given: { language: 'en' } })
  process.on('message', (message) => {
    const { task, ids } = message as { task: ForeignTask; ids: readonly string[] }
    try {
      const chosen = rules.filter(({ rule }) => ids.includes(rule.id))
      process.send?.({ items: work(task, chosen) })
    } catch (error) {
      process.send?.({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.send?.(ready)

  function work(task: ForeignTask, chosen: readonly CompiledRule[]): unknown[] {
    if (task.kind === 'site') return site ? judgeSite(chosen, site, summaries, context) : []
    if (task.kind === 'page') {
      const facts = site ? { ...task.page.facts, site } : task.page.facts
      return judgePage(chosen, { ...task.page, facts }, context)
    }
    if (!extract) throw new Error('Examples were not announced')
    return chosen.map((compiled) => tryExamples(compiled, context.expectations, extract))
  }
})
