import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBench, type Bench } from './browser-bench.ts'
import { startSmallSite, type SmallSite } from './small-site.ts'

const banner = `<div id="cookie-banner" style="position:fixed;bottom:0;left:0;right:0;padding:30px;background:#222;color:#fff;z-index:99" role="dialog">
  <p>We use cookies and similar technologies to personalise content and ads, and to analyse our traffic. We share information with our partners. You can accept or reject.</p>
  <button id="yes">Accept all</button> <button id="no">Reject all</button></div>
  <script>
    const banner = document.querySelector('#cookie-banner')
    if (document.cookie.includes('consent=') || localStorage.consent) banner.remove()
    for (const id of ['yes', 'no']) document.querySelector('#' + id)?.addEventListener('click', () => {
      document.cookie = 'consent=' + id + ';path=/'
      localStorage.consent = id
      banner.remove()
    })
  </script>`
const page = (title: string): string =>
  `<html lang="en"><body><h1>${title}</h1><p id="state"></p><a href="/other">Other</a>${banner}
   <script>state.textContent = document.cookie + '/' + localStorage.consent; localStorage.consent = 'changed'; document.cookie = 'consent=changed;path=/'</script></body></html>`

let site: SmallSite
let bench: Bench
beforeAll(async () => {
  site = await startSmallSite({ '/': page('Welcome'), '/other': page('Other') })
  bench = await openBench(site, { consent: true })
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

test('a banner is recorded and pictured as seen, answered with no once, and gone from every page', async () => {
  const other = await bench.visit('/other', { pictures: true })
  const home = await bench.visit('/', { pictures: true })
  for (const { snapshot, document } of [other, home]) {
    expect(snapshot.consent).toMatchObject({ found: true, action: 'rejected' })
    expect(snapshot.consent.tool).not.toBe('')
    expect(document.$('#cookie-banner')).toHaveLength(0)
    expect(document.$('#state').text()).toBe('consent=no/no')
  }
  expect(home.snapshot.pictures.map(({ viewport, kind }) => `${viewport} ${kind}`)).toEqual([
    'desktop banner',
    'mobile banner',
    'desktop screens',
    'mobile screens',
  ])
  expect(home.snapshot.pictures.every(({ key }) => (home.pictures.get(key)?.byteLength ?? 0) > 500)).toBe(true)
  expect(other.snapshot.pictures.map(({ kind }) => kind)).toEqual(['screens', 'screens'])
  expect(site.seen.filter((line) => line === 'GET /')).toHaveLength(2)
})
