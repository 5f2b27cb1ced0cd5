import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withoutValues } from '../../src/config/journeys.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { UsageError } from '../../src/shared/errors.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagelight-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function load(yaml: string, environment: Record<string, string> = {}) {
  await writeFile(join(folder, 'a.yaml'), yaml)
  return loadConfig({ flags: {}, file: 'a.yaml', folder, environment })
}
const mistakes = async (yaml: string): Promise<string[]> => {
  const error: unknown = await load(yaml).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof UsageError)) throw new Error('no mistake was found')
  return error.mistakes.map(({ place, message, hint }) => [place, message, hint].filter(Boolean).join(' | '))
}

describe('journeys in the config', () => {
  test('all mistakes at once, each with its place', async () => {
    const found = await mistakes(`journeys:
  - name: Buy
    goal: purchace
    steps:
      - clik: Add to basket
      - click: Checkout
        fill: { E-mail: a@example.test }
      - page: checkout
      - click: ''
      - choose: {}
  - name: Ask
    steps: []
allow: ["https://shop.example.test/", "*.example.test"]
pages: { chekout: a.html }
`)
    const places = found.map((mistake) => mistake.replace(/^a\.yaml:/, '').replaceAll('"', ''))
    expect(places.toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b))).toEqual([
      '3:5 | journeys.0.goal: is no micro-conversion. Did you mean purchase?',
      '5:9 | unknown key clik | Did you mean click?',
      expect.stringMatching(/^6:9 .*a step says one thing; this one says click and fill/),
      expect.stringMatching(/^8:9 .*a step says one of: open, click, fill, choose, expect, stop-before/),
      expect.stringMatching(/^9:9 \| journeys\.0\.steps\.3\.click: needs the words/),
      expect.stringMatching(/^10:9 /),
      expect.stringMatching(/^12:5 \| journeys\.1\.steps: needs at least one step/),
      expect.stringMatching(/^13:.*is no host/),
      expect.stringMatching(/^13:.*is no host/),
      '14:10 | unknown key chekout | Did you mean checkout?',
    ])
  })

  test('nothing is done after stop-before, and names are used once', async () => {
    const found = await mistakes(`journeys:
  - name: Buy
    steps: [{ stop-before: Pay now }, { click: Pay now }]
  - name: buy
    steps: [{ open: / }]
`)
    expect(found).toEqual([
      expect.stringContaining('nothing is ever done after stop-before'),
      expect.stringContaining('a second journey is called "buy"'),
    ])
  })

  test('what is typed may come from the environment, and is not kept', async () => {
    const { journeys } = await load(
      'journeys: [{ name: Log in, steps: [{ fill: { Password: "env:SHOP_PASSWORD", Age: 30 } }] }]',
      { SHOP_PASSWORD: 'opensesame' },
    )
    expect(journeys[0]?.steps[0]?.fill).toEqual({ Password: 'opensesame', Age: 30 })
    expect(withoutValues(journeys)[0]?.steps[0]?.fill).toEqual({ Password: '•', Age: '•' })
    await expect(load('journeys: [{ name: Log in, steps: [{ fill: { Password: "env:NOT_SET" } }] }]')).rejects.toThrow(
      'not set',
    )
  })
})

test.each(['shop', 'trial', 'quote'])('the example for a %s can be copied as it is', async (name) => {
  const config = await loadConfig({
    flags: {},
    file: `examples/journeys/${name}.yaml`,
    folder: process.cwd(),
    environment: { TRIAL_PASSWORD: 'opensesame' },
  })
  expect(config.journeys).toHaveLength(1)
})
