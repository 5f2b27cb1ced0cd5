import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explain } from '../../src/commands/explain.ts'
import { rules } from '../../src/commands/rules.ts'
import { generatedFiles, staleFiles, writeRuleDocs } from '../../src/commands/rules/write-docs.ts'
import { Config } from '../../src/config/config.ts'
import { newRuleText } from '../../src/rules/new-rule-text.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-command-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

const sound = newRuleText({ id: 'price-hidden', stage: 'evaluation', kind: 'bug', schema: 'x' })

describe('rules new', () => {
  it.each(['bug', 'friction'])('a %s passes check and test as it is', async (kind) => {
    const { text } = await rules('new', ['price-hidden', folder], { stage: 'purchase', kind })
    expect(text).toContain('purchase/price-hidden.yaml is a rule that works')
    expect(await rules('check', [folder])).toEqual({ text: '1 rule, no mistakes.\n', ok: true })
    expect(await rules('test', [folder])).toEqual({ text: '1 rule, 3 of 3 examples as they should be.\n', ok: true })
  })

  it('refuses a name that is taken, and what is no name, stage or kind', async () => {
    await rules('new', ['price-hidden', folder])
    await expect(rules('new', ['price-hidden', folder], { stage: 'purchase' })).rejects.toThrow(
      /is taken by .*evaluation/,
    )
    await expect(rules('new', ['form-too-long', folder])).rejects.toThrow('is taken by rules/evaluation/form-too-long')
    await expect(rules('new', ['Price Hidden', folder])).rejects.toThrow('a rule needs a name')
    await expect(rules('new', ['a', folder], { stage: 'evalution' })).rejects.toThrow('Did you mean "evaluation"?')
    await expect(rules('new', ['a', folder], { kind: 'bugg' })).rejects.toThrow('Did you mean "bug"?')
  })
})

describe('rules check', () => {
  const check = async (...changes: [string, string][]): Promise<unknown> => {
    const text = changes.reduce((all, [from, to]) => {
      expect(all).toContain(from)
      return all.replace(from, to)
    }, sound)
    await put('evaluation/price-hidden.yaml', text)
    return rules('check', [folder])
  }

  it.each([
    ['a condition whose parts exclude each other', 'size(page.headings) > 0', 'page.isHome && !page.isHome'],
    [
      'a page type that the rule is not for',
      'size(page.headings) > 0',
      'page.type == "article" || page.type == "legal"',
    ],
    [
      'two values at once',
      'size(page.headings) > 0',
      'forms.exists(f, f.purpose == "demo" && f.purpose in ["trial", "quote"])',
    ],
    ['numbers that do not meet', 'size(page.headings) > 0', 'page.words > 90 && page.words < 10'],
    ['less than nothing', 'size(page.headings) > 0', 'size(links) < 0'],
    ['what is never true', 'size(page.headings) > 0', 'size(links) > 0 && false'],
  ])('a rule that never applies: %s', async (_name, from, to) => {
    await expect(check([from, to])).rejects.toThrow(/price-hidden.yaml:17:7 This can never hold/)
  })

  it('but not one that may apply', async () => {
    const may =
      'page.type != "article" && page.words > 2 && (page.words < 9000 || !page.isHome) && !(page.type in ["legal"])'
    expect(await check(['size(page.headings) > 0', may])).toMatchObject({ ok: true })
  })

  it('a check that no example fails', async () => {
    const second =
      'otherwise: On the page “{page.title}” we found no price.\n  - { expect: page.words < 9000, otherwise: Long. }'
    await expect(check(['otherwise: On the page “{page.title}” we found no price.', second])).rejects.toThrow(
      /price-hidden.yaml:23:15 No failing example of price-hidden reaches this check/,
    )
  })

  it('a source that is neither an address nor practice', async () => {
    await expect(check(['sources: [practice]', 'sources: [a study, practise]'])).rejects.toThrow(
      /"a study" is no source[^]*"practise" is no source/,
    )
  })
})

it('rules test: an endless example ends, with the name of its rule', async () => {
  // Some 400 million steps: minutes on any machine, so that the limit ends it and not its own end.
  const links = Array.from({ length: 6000 }, (_, index) => `{ text: "${index}" }`).join(', ')
  const many = Array.from({ length: 12 }, () => 'links').join(' + ')
  const endless = `expect: links.all(a, (${many}).all(b, a.text + "x" != b.text))`
  const facts = `name: a price in the text\n      facts: { links: [${links}] }`
  const text = sound.replace('expect: size(prices) > 0', endless).replace('name: a price in the text', facts)
  await put('evaluation/price-hidden.yaml', text)
  await expect(rules('test', [folder])).rejects.toThrow(
    /evaluation\/price-hidden.yaml It took longer than 10 s on its own examples; it was left out./,
  )
})

it('rules list: a table, and the same as JSON', async () => {
  const { text } = await rules('list')
  expect(text.split('\n')[0]).toMatch(
    /^id +stage +kind +severity +effort +evidence +tier +as +micro-conversion +title$/,
  )
  const { text: json } = await rules('list', [], { json: true, rule: 'form-too-long' })
  expect(JSON.parse(json)).toEqual([
    expect.objectContaining({ id: 'form-too-long', stage: 'by-target', tier: 'static', as: 'review', evidence: 'A' }),
  ])
  await expect(rules('list', [], { rule: 'form-to-long' })).rejects.toThrow('Did you mean "form-too-long"?')
})

describe('what is generated', () => {
  it('is current (npm run docs writes it again)', async () => {
    expect(await staleFiles()).toEqual([])
  })

  it('is written where asked, and what is of no rule any more goes', async () => {
    await put('docs/rules/gone-rule.md', '<!-- Generated from rules/gone-rule.yaml -->\n# Gone')
    await put('docs/rules/notes.md', '# Ours')
    await writeRuleDocs(folder)
    expect(await staleFiles(folder)).toEqual([])
    await expect(readFile(join(folder, 'docs/rules/gone-rule.md'))).rejects.toThrow('ENOENT')
    expect(await readFile(join(folder, 'docs/rules/notes.md'), 'utf8')).toBe('# Ours')
  })

  it('has a page a rule with words, examples and sources, and says of each fact what it is', async () => {
    const files = await generatedFiles()
    const page = files.get('docs/rules/form-too-long.md')!
    expect(page).toContain('# The form asks for too much at once')
    expect(page).toContain('`purpose` is one of `"demo"`, `"trial"` or `"quote"`')
    expect(page).toContain('```html\n<main><h1>Contact us</h1>')
    expect(page).toContain('[`forms[].neededFields`](../facts.md#forms)')
    const facts = files.get('docs/facts.md')!
    const bare = facts
      .split(/^## /m)
      .slice(1)
      .filter((section) => !/^\w+\n\n[A-Z]/.test(section) || /^\w+\n\nA list; of each:/.test(section))
    expect(bare.map((section) => section.split('\n')[0])).toEqual([])
  })
})

describe('explain', () => {
  const explained = (rule: string, options: Parameters<typeof explain>[1], rulesOf = {}): ReturnType<typeof explain> =>
    explain(rule, options, Config.parse({ rules: rulesOf }))

  it('a saved page, with the address that it is given', async () => {
    await put('page.html', '<html lang="en"><title>Lamps</title><main><h1>Lamps</h1></main></html>')
    const page = join(folder, 'page.html')
    const { runs, subject } = await explained('viewport-missing', { page, url: 'https://example.test/' })
    expect(subject.url).toBe('https://example.test/')
    expect(runs[0]?.verdict.state).toBe('fail')
  })

  it('a misspelt rule, a rule that is off, a rule about a site, no page', async () => {
    await expect(explained('viewport-mising', { page: 'x' })).rejects.toThrow('Did you mean "viewport-missing"?')
    const off = { off: { 'viewport-missing': 'An app.' } }
    await expect(explained('viewport-missing', { page: 'x' }, off)).rejects.toThrow('The config turns it off: An app.')
    await expect(explained('trial-missing', { page: 'x' })).rejects.toThrow('needs --run')
    await expect(explained('viewport-missing', {})).rejects.toThrow('a page is needed')
    await expect(explained('viewport-missing', { page: 'nowhere.html' })).rejects.toThrow('is neither a file nor')
    await expect(explained('viewport-missing', { run: folder })).rejects.toThrow('there is no run here')
  })

  it('a rule of somebody else that never ends', async () => {
    const endless = 'expect: links.all(a, (links + links + links + links + links).all(b, a.text + "x" != b.text))'
    await put(
      'pack/evaluation/price-hidden.yaml',
      sound.replace('expect: size(prices) > 0', endless).replace('page-types: [service, product]', ''),
    )
    const links = Array.from({ length: 4000 }, (_, index) => `<a href="/${index}">Lamp ${index}</a>`)
    await put('page.html', `<html lang="en"><main><h1>Lamps</h1>${links.join(' ')}</main></html>`)
    const options = { page: join(folder, 'page.html'), url: 'https://example.test/' }
    await expect(explained('price-hidden', options, { folder: join(folder, 'pack') })).rejects.toThrow(
      'It took longer than 2 s on https://example.test/; it was left out.',
    )
  })
})
