import { expect, test } from 'vitest'
import { findBrowser } from '../../src/browser/find-browser.ts'
import { launchBrowser } from '../../src/browser/launch-browser.ts'
import { Crash, openTab } from '../../src/visit/browser-tab.ts'
import { endingOfFailure, bounded } from '../../src/visit/visit-bounds.ts'

test('a visit whose renderer dies ends at once, as crashed', async () => {
  const browser = await launchBrowser(await findBrowser())
  try {
    const tab = await openTab(await browser.newContext())
    await tab.page.goto('data:text/html,<h1>Here</h1>')
    const visiting = bounded(tab, 20_000, new AbortController().signal, () => tab.page.waitForTimeout(15_000))
    // Its answer dies with the renderer.
    tab.session.send('Page.crash').catch(() => undefined)
    const started = performance.now()
    const error: unknown = await visiting.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(Crash)
    expect(endingOfFailure(error)).toEqual({ outcome: 'crashed', reason: 'the renderer crashed' })
    expect(performance.now() - started).toBeLessThan(8_000)
  } finally {
    await browser.close()
  }
})

test('a fault of ours is no outcome', () => {
  expect(() => endingOfFailure(new TypeError('x is undefined'))).toThrow('x is undefined')
})
