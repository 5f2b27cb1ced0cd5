import { describe, expect, it } from 'vitest'
import { RuleSettings } from '../../src/config/rule-settings.ts'
import { readKnowledge } from '../../src/knowledge.ts'
import { changeRules } from '../../src/rule-changes.ts'
import { judgePage } from '../../src/rules/judge.ts'
import { UsageError } from '../../src/shared/errors.ts'

const { rules } = await readKnowledge()
const change = (settings: object): ReturnType<typeof changeRules> => changeRules(rules, RuleSettings.parse(settings))
const ruleOf = (settings: object, id: string): (typeof rules)[number] | undefined =>
  change(settings).rules.find(({ rule }) => rule.id === id)

describe('what a config changes of rules', () => {
  it('turned off, weighed otherwise, only asking: each with its reason in the result', () => {
    const settings = {
      off: { 'video-missing': 'They have none.' },
      severity: { 'form-too-long': { to: 'low', reason: 'Their buyers fill in more.' } },
      review: { 'title-missing': 'A relaunch is due.' },
    }
    expect(ruleOf(settings, 'video-missing')).toBeUndefined()
    expect(ruleOf(settings, 'form-too-long')?.rule.severity).toBe('low')
    expect(ruleOf(settings, 'title-missing')?.rule.review).toBe(true)
    expect(change(settings).changes).toEqual([
      { rule: 'form-too-long', change: 'severity', to: 'low', reason: 'Their buyers fill in more.' },
      { rule: 'title-missing', change: 'review', to: '', reason: 'A relaunch is due.' },
      { rule: 'video-missing', change: 'off', to: '', reason: 'They have none.' },
    ])
  })

  it('limited to paths', () => {
    const paths = {
      'title-missing': { only: ['/shop/**'], not: ['/shop/old/**'], reason: 'The rest is another firm’s.' },
    }
    const compiled = ruleOf({ paths }, 'title-missing')!
    const states = ['/shop/lamps', '/shop/old/lamps', '/about'].map((path) => {
      const page = {
        url: `https://example.test${path}`,
        template: '',
        rendered: true,
        hostRole: 'main' as const,
        facts: {},
      }
      return judgePage([compiled], page, { profiles: [], trade: 'general', expectations: [] })[0]?.state
    })
    expect(states).toEqual(['unknown', 'skip', 'skip'])
    expect(change({ paths }).changes[0]?.to).toBe('only /shop/**; not /shop/old/**')
  })

  it.each([
    [{ off: { 'vidio-missing': 'a' } }, /rules.off.vidio-missing there is no rule[^]*Did you mean "video-missing"/],
    [{ severity: { 'form-to-long': { to: 'low', reason: 'a' } } }, /Did you mean "form-too-long"/],
    [{ paths: { 'trial-missing': { only: ['/a'], reason: 'a' } } }, /judges the whole site at once/],
    [{ off: { 'title-missing': 'a' }, review: { 'title-missing': 'a' } }, /is turned off/],
    [{ off: { constructor: 'a' } }, /there is no rule "constructor"/],
  ])('what does not exist, or can’t be so: %j', (settings, message) => {
    expect(() => change(settings)).toThrow(UsageError)
    expect(() => change(settings)).toThrow(message)
  })

  it('a reason is always needed', () => {
    for (const settings of [
      { off: { 'title-missing': ' ' } },
      { severity: { 'title-missing': { to: 'low' } } },
      { paths: { 'title-missing': { only: ['/a'] } } },
      { paths: { 'title-missing': { reason: 'neither only nor not' } } },
    ]) {
      expect(RuleSettings.safeParse(settings).success).toBe(false)
    }
  })
})
