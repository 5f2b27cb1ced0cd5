import { describe, expect, it } from 'vitest'
import { parseRules } from '../../src/rules/rule-file.ts'
import { UsageError, type Mistake } from '../../src/shared/errors.ts'

const sound = `id: newsletter-missing
title: Readers cannot subscribe
kind: bug
stage: information-search
severity: medium
effort: S
evidence: C
checks:
  - expect: forms.exists(f, f.purpose == "newsletter")
    otherwise: Nothing to subscribe to.
why: Because.
fix: Add it.
sources: [practice]
examples:
  pass: [{ name: a, html: <p>a</p> }]
  fail: [{ name: b, html: <p>b</p> }]
`

function mistakesOf(text: string, place = 'rules/information-search/newsletter-missing.yaml'): Mistake[] {
  try {
    parseRules([{ place, text }])
  } catch (error) {
    if (error instanceof UsageError) return [...error.mistakes]
    throw error
  }
  return []
}

const replaced = (from: string, to: string): string => {
  expect(sound).toContain(from)
  return sound.replace(from, to)
}

it('reads a sound rule', () => {
  const [compiled] = parseRules([{ place: 'rules/information-search/newsletter-missing.yaml', text: sound }])
  expect(compiled?.rule.id).toBe('newsletter-missing')
  expect(compiled?.uses).toEqual(['forms'])
})

describe('mistakes have a place and a hint', () => {
  it('a misspelt fact key, pointed at with a caret', () => {
    const [mistake] = mistakesOf(replaced('f.purpose', 'f.purpse'))
    expect(mistake?.place).toBe('rules/information-search/newsletter-missing.yaml:9:31')
    expect(mistake?.message).toBe(
      'No such key: purpse\n>    1 | forms.exists(f, f.purpse == "newsletter")\n                           ^',
    )
    expect(mistake?.hint).toBe('Did you mean "purpose"?')
  })

  it('a text that an enum cannot have', () => {
    const [mistake] = mistakesOf(replaced('"newsletter")', '"newsleter")'))
    expect(mistake?.message).toMatch('Never true: this can\'t be "newsleter"')
    expect(mistake?.hint).toBe('Did you mean "newsletter"?')
  })

  it('the same inside a list', () => {
    const [mistake] = mistakesOf(replaced('f.purpose == "newsletter"', 'f.purpose in ["contact", "newsleter"]'))
    expect(mistake?.hint).toBe('Did you mean "newsletter"?')
  })

  it('an unknown fact, and a misspelt micro-conversion', () => {
    expect(mistakesOf(replaced('forms.exists', 'fomrs.exists'))[0]?.hint).toBe('Did you mean "forms"?')
    const text = replaced('checks:', 'when: expected("newsletter-sign-up")\nchecks:')
    expect(mistakesOf(text)[0]?.hint).toBe('Did you mean "newsletter-signup"?')
  })

  it('the place of a slip in a folded expression', () => {
    const [mistake] = mistakesOf(
      replaced(
        'forms.exists(f, f.purpose == "newsletter")',
        '>-\n      forms.exists(f, f.purpose == "newsletter" &&\n      f.purpse == "x")',
      ),
    )
    expect(mistake?.place).toMatch(':11:9')
  })

  it('an expression that does not parse, or gives no yes or no', () => {
    expect(mistakesOf(replaced('f.purpose == "newsletter")', 'f.purpose =='))[0]?.place).toMatch(/:9:\d+$/)
    expect(mistakesOf(replaced('forms.exists(f, f.purpose == "newsletter")', 'size(forms)'))[0]?.message).toMatch(
      'bool is needed',
    )
  })

  it('an unknown key of the file', () => {
    expect(mistakesOf(replaced('severity:', 'severty:'))).toEqual(
      expect.arrayContaining([
        {
          place: 'rules/information-search/newsletter-missing.yaml:5:1',
          message: 'Unknown key: severty',
          hint: 'Did you mean "severity"?',
        },
        expect.objectContaining({ message: 'Missing: severity' }),
      ]),
    )
  })

  it('a stage that does not exist', () => {
    expect(mistakesOf(replaced('stage: information-search', 'stage: information'))[0]).toMatchObject({
      place: 'rules/information-search/newsletter-missing.yaml:4:8',
      message: 'stage can\'t be "information"',
    })
  })

  it('a missing example', () => {
    expect(mistakesOf(replaced('  fail: [{ name: b, html: <p>b</p> }]\n', ''))[0]?.message).toMatch(
      'at least one example',
    )
    expect(mistakesOf(replaced('[{ name: b, html: <p>b</p> }]', '[]'))[0]?.message).toMatch('at least one example')
  })

  it('an expression that is something else to YAML', () => {
    const [mistake] = mistakesOf(replaced('expect: forms', 'expect: !forms'))
    expect(mistake?.message).toMatch('YAML')
    expect(mistake?.hint).toMatch('`>-`')
  })

  it('a name that is not the file’s, and an id taken twice', () => {
    expect(mistakesOf(sound, 'rules/information-search/other.yaml')[0]?.message).toMatch('the file is called "other"')
    const file = { place: 'rules/information-search/newsletter-missing.yaml', text: sound }
    expect(() => parseRules([file, { ...file, place: 'mine/information-search/newsletter-missing.yaml' }])).toThrow(
      'is taken by',
    )
  })

  it('a hypothesis where nobody tests, and a blank that nothing fills', () => {
    expect(mistakesOf(`${sound}hypothesis: Because we believe.\n`)[0]?.message).toMatch('Nobody tests a bug')
    expect(mistakesOf(replaced('subscribe to.', 'subscribe to {foo}.'))[0]?.message).toMatch(
      'Nothing fills the blank {foo}',
    )
  })

  it('all of them at once', () => {
    expect(mistakesOf(replaced('severity: medium', 'severity: mild').replace('effort: S', 'effort: XL')).length).toBe(2)
  })
})

describe('what expressions may not do', () => {
  it.each([
    ['page.title.matches("(a+)+$")', 'regular expressions'],
    ['cel.bind(x, page.title, x == "a")', 'cel.bind'],
    ['has(page.title)', 'has()'],
    ['links.exists(a, links.exists(b, links.exists(c, a == c)))', 'loops'],
    ['links.exists(page, page.text == "")', 'name of a fact'],
    [`${'('.repeat(40)}true${')'.repeat(40)}`, ''],
    [Array.from({ length: 300 }, () => 'true').join(' && '), ''],
  ])('%s', (expression, message) => {
    const mistakes = mistakesOf(replaced('forms.exists(f, f.purpose == "newsletter")', JSON.stringify(expression)))
    expect(mistakes.length).toBeGreaterThan(0)
    expect(mistakes[0]?.message).toMatch(message)
  })
})
