import { expect, test } from 'vitest'
import { openBench } from './browser-bench.ts'
import { startSmallSite } from './small-site.ts'

test('a page that shuffles and turns is the same on a quick visit and on a slow one', async () => {
  let delayMs = 0
  await using site = await startSmallSite({
    '/': `<ul id="quotes"></ul><p id="slide">0</p><p id="ready">not yet</p><script>
      const quotes = ['ash', 'beech', 'cedar', 'elm', 'fir', 'hazel', 'larch', 'oak', 'rowan', 'yew'].map((tree) => [Math.random(), tree])
      quotes.sort().forEach(([, tree]) => (document.querySelector('#quotes').innerHTML += '<li><a href="/' + tree + '">' + tree + '</a></li>'))
      let slide = 0
      setInterval(() => (document.querySelector('#slide').textContent = ++slide), 2000)
      const poll = setInterval(() => { document.querySelector('#ready').textContent = 'ready'; clearInterval(poll) }, 200)
    </script><img src="/picture" width="10" height="10">`,
    '/picture': (_request, response) =>
      setTimeout(
        () =>
          response
            .writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })
            .end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        delayMs,
      ),
  })
  await using bench = await openBench(site)
  const quick = await bench.visit('/')
  delayMs = 3_000
  const slow = await bench.visit('/')
  expect(slow.snapshot.timings['load']).toBeGreaterThan(2_500)
  expect(slow.snapshot.html).toBe(quick.snapshot.html)
  expect(slow.document.$('#slide').text()).toBe('0')
  expect(slow.document.$('#ready').text()).toBe('ready')
})
