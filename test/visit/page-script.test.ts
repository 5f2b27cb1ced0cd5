import type { Element } from 'domhandler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readableText } from '../../src/snapshot/document.ts'
import { openBench, type Bench, type Seen } from './browser-bench.ts'
import { startSmallSite, type SmallSite } from './small-site.ts'

let site: SmallSite
let bench: Bench
beforeAll(async () => {
  site = await startSmallSite({})
  bench = await openBench(site)
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

async function see(html: string, path = '/page'): Promise<Seen> {
  site.answers[path] =
    `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><style>body{margin:0}</style></head><body>${html}</body></html>`
  const seen = await bench.visit(path)
  expect(seen.snapshot).toMatchObject({ outcome: 'ok', reason: '' })
  return seen
}

describe('the copy', () => {
  test('keeps form owners that markup alone does not show', async () => {
    const { document } = await see(
      `<table><form id="a"><tr><td><input name="in-table"></td></tr></form></table>
       <input name="far" form="b"><form id="b"></form><input name="alone">`,
    )
    const owner = (name: string) => {
      const form = document.formOwner(document.$(`input[name=${name}]`).toArray()[0]!)
      return form && document.$(form).attr('id')
    }
    expect([owner('in-table'), owner('far'), owner('alone')]).toEqual(['a', 'b', undefined])
  })

  test('has open shadow roots inside their host, with what is slotted into them', async () => {
    const { document, eye } = await see(
      `<p>Before <x-card><b>slotted</b></x-card> after</p>
       <script>
         customElements.define('x-card', class extends HTMLElement {
           constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML =
             '<div><form><input name="mail"><button>Join</button></form><slot></slot></div>' }
         })
       </script>`,
    )
    expect(document.$('p > x-card > sl-shadow > div > slot > b').text()).toBe('slotted')
    expect(document.$('b')).toHaveLength(1)
    expect(document.formOwner(document.$('input').toArray()[0]!)).toBe(document.$('form').toArray()[0])
    expect(eye('button')?.shown).toBe(true)
    expect(readableText(document.$('p').toArray()[0]!)).toMatch(/^Before Join ?slotted after$/)
  })

  test('has frames of this and of other hosts behind their iframe, placed on the page', async () => {
    site.answers['/inner'] = '<body style="margin:0"><form><input name="mail"><button>Book</button></form></body>'
    site.answers['/outer'] = `<body style="margin:0"><p>Around</p><iframe src="/inner"></iframe></body>`
    const { document, eye, snapshot } = await see(
      `<div style="height:500px"></div><p><iframe id="far" src="http://localhost:${site.port}/inner" style="margin-left:100px;border:7px solid"></iframe></p>
       <iframe id="near" src="/outer"></iframe>`,
    )
    expect(document.$('p > iframe#far + sl-frame').attr('data-sl-url')).toBe(`http://localhost:${site.port}/inner`)
    expect(document.$('#far + sl-frame form button').text()).toBe('Book')
    expect(document.$('#near + sl-frame iframe + sl-frame form button').text()).toBe('Book')
    const frame = eye('#far')!.box
    const input = eye('#far + sl-frame input')!
    expect(input.shown).toBe(true)
    expect(input.box[0]).toBeGreaterThanOrEqual(frame[0] + 7)
    expect(input.box[1]).toBeGreaterThan(507)
    expect(input.box[1]).toBeLessThan(frame[1] + frame[3])
    expect(snapshot.frames.map(({ readable }) => readable)).toEqual([true, true, true])
    const numbers = document
      .$('[data-sl]')
      .toArray()
      .map((element) => document.nodeOf(element))
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(snapshot.frames.every(({ node }) => numbers.includes(node))).toBe(true)
  })

  test('says of a frame that did not come that it could not be read', async () => {
    const { snapshot } = await see('<iframe src="http://10.0.0.1/"></iframe>')
    expect(snapshot.frames).toMatchObject([{ node: 1, readable: false, url: 'http://10.0.0.1/' }])
    expect(snapshot.html).not.toContain('sl-frame')
  })

  test('shows no values that may be private', async () => {
    const { document, snapshot } = await see(
      `<input name="mail" value="jo@example.test"><textarea>My letter</textarea><input name="empty">
       <input type="hidden" name="csrf_token" value="s3cret"><input type="hidden" name="list" value="news">
       <input type="checkbox" value="yes" checked><input type="submit" value="Send">
       <select><option>One<option selected>Two</select>
       <script>document.querySelector('[name=empty]').value = 'typed'; document.querySelector('select').value = 'One'</script>`,
    )
    const { $ } = document
    expect(snapshot.html).not.toMatch(/jo@example|My letter|s3cret/)
    expect($('[name=mail]').attr('value')).toBe('•')
    expect($('[name=list]').attr('value')).toBe('news')
    expect($('[type=checkbox]').attr()).toMatchObject({ value: 'yes', checked: '' })
    expect($('[type=submit]').attr('value')).toBe('Send')
    expect($('option[selected]').text()).toBe('One')
  })

  test('is not misled by fields named like parts of the DOM', async () => {
    const names = [
      'attributes',
      'children',
      'firstChild',
      'localName',
      'matches',
      'parentElement',
      'getBoundingClientRect',
      'nodeType',
      'contains',
    ]
    const { document, eye } = await see(
      `<form id="f">${names.map((name) => `<input name="${name}">`).join('')}<button>Go</button></form><img name="body"><form name="documentElement"></form>`,
    )
    expect(document.controlsOf(document.$('#f').toArray()[0] as Element)).toHaveLength(names.length + 1)
    expect(eye('#f')?.shown).toBe(true)
  })

  test('can be read whatever the page holds', async () => {
    const { document } = await see(
      `<p title='a "quoted" <tag> & more'>x &lt; y &amp; z</p><script type="application/ld+json">{"name":"A <b>&</b> C"}</script>
       <a href="#" @click="go" data-sl="99">Spoof</a><svg><title>Logo</title><path d="M0 0L9 9"/></svg>
       <script>const a = document.createElement('a'); a.href = '/in'; a.append(Object.assign(document.createElement('a'), { href: '/inner', textContent: 'nested' })); document.body.append(a)</script>`,
    )
    const { $ } = document
    expect($('p').attr('title')).toBe('a "quoted" <tag> & more')
    expect($('p').text()).toBe('x < y & z')
    expect(JSON.parse($('script[type="application/ld+json"]').text())).toEqual({ name: 'A <b>&</b> C' })
    expect($('a[href="/in"] > a[href="/inner"]').text()).toBe('nested')
    expect($('svg title').text()).toBe('Logo')
    expect($('[data-sl=99]')).toHaveLength(0)
  })
})

describe('the layout', () => {
  test('tells what can be seen', async () => {
    const { eye } = await see(
      `<div style="opacity:.5"><a id="faint" style="opacity:.1" href="#">a</a></div>
       <a id="plain" href="#">a</a>
       <a id="none" style="display:none" href="#">a</a>
       <a id="invisible" style="visibility:hidden" href="#">a</a>
       <a id="left" style="position:absolute;left:-9999px" href="#">a</a>
       <a id="reader" style="position:absolute;clip:rect(0 0 0 0);width:30px;height:30px" href="#">a</a>
       <div style="width:200px;height:50px;overflow:hidden;white-space:nowrap"><button>one</button><button id="slide" style="margin-left:300px">two</button></div>
       <div style="width:200px;height:50px;overflow:auto;white-space:nowrap"><button>one</button><button id="scrolled" style="margin-left:300px">two</button></div>
       <details><summary>More</summary><a id="folded" href="#">a</a></details>
       <a id="float" href="#"><span style="float:left;width:50px;height:40px">x</span></a>
       <div style="height:3000px"></div><a id="low" href="#">a</a>`,
    )
    const shown = (id: string) => eye(`#${id}`)?.shown
    expect(['plain', 'scrolled', 'low', 'float'].map(shown)).toEqual([true, true, true, true])
    expect(['faint', 'invisible', 'left', 'reader', 'slide'].map(shown)).toEqual([false, false, false, false, false])
    expect(shown('none')).toBeUndefined()
    expect(shown('folded')).not.toBe(true)
    expect(eye('#float')?.box.slice(2)).toEqual([50, 40])
  })

  test('tells what lies over a control, wherever the page has to be scrolled to', async () => {
    const { eye, document } = await see(
      `<header style="position:sticky;top:0;height:90px;background:#fff;z-index:2"><a id="home" href="/">Home</a></header>
       <div style="height:1500px"></div>
       <div style="position:relative"><button id="covered">Buy</button><div id="cover" role="note" style="position:absolute;inset:0;background:#eee"></div></div>
       <button id="free">Buy</button>
       <label for="ticked" style="position:relative"><input id="ticked" type="checkbox"><span style="position:absolute;inset:0">x</span></label>
       <div style="position:relative"><button id="veiled">Buy</button><div style="position:absolute;inset:0;pointer-events:none"></div></div>
       <div style="height:3000px"></div><button id="last">Buy</button>
       <a id="bar" href="#" style="position:fixed;bottom:0;left:0;height:40px;width:300px;z-index:9">Call</a>`,
    )
    const cover = document.nodeOf(document.$('#cover').toArray()[0]!)
    expect(eye('#covered')?.coveredBy).toBe(cover)
    for (const id of ['home', 'free', 'ticked', 'veiled', 'bar'])
      expect([id, eye(`#${id}`)?.coveredBy]).toEqual([id, -1])
    const bar = document.nodeOf(document.$('#bar').toArray()[0]!)
    expect(eye('#last')?.coveredBy).toBe(bar)
    expect(eye('#bar')).toMatchObject({ position: 'fixed', zIndex: 9 })
    expect(eye('#home')?.position).toBe('sticky')
  })

  test('gives colours as they meet the eye', async () => {
    const { eye } = await see(
      `<div style="background:#000"><a id="half" href="#" style="color:rgba(255,255,255,.5)">a</a></div>
       <button id="filled" style="background:#0a58ca;border:0;color:#fff;padding:10px 20px;font:700 20px/30px sans-serif"><span>Go</span></button>
       <div style="background:linear-gradient(red,blue)"><h1 id="gradient">Title</h1></div>
       <div style="position:relative;height:80px"><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" style="position:absolute;width:400px;height:80px"><h2 id="hero" style="position:relative">Title</h2></div>
       <p style="color:oklch(0 0 0)"><a id="modern" style="color:inherit;text-decoration:none" href="#">a</a></p><a id="line" href="#">a</a>`,
    )
    expect(eye('#half')).toMatchObject({ color: '128,128,128', background: '0,0,0', contrast: 5.28 })
    expect(eye('#filled')).toMatchObject({
      color: '255,255,255',
      background: '10,88,202',
      filled: true,
      padding: 10,
      fontSize: 20,
      fontWeight: 700,
      lineHeight: 30,
      border: 0,
    })
    expect(eye('#filled')?.fillContrast).toBeGreaterThan(6)
    expect(eye('#gradient')).toMatchObject({ background: '', contrast: 0 })
    expect(eye('#hero')).toMatchObject({ background: '', contrast: 0 })
    expect(eye('#modern')).toMatchObject({ color: '0,0,0', contrast: 21, underlined: false })
    expect(eye('#line')?.underlined).toBe(true)
  })

  test('takes what shows itself only while scrolled to as shown', async () => {
    const { eye } = await see(
      `<div style="height:3000px"></div><h2 id="reveal">Revealed</h2>
       <script>
         let due
         const look = () => { reveal.style.opacity = scrollY > 1500 ? 1 : 0 }
         const slowly = () => { due ??= setTimeout(() => { due = undefined; look() }, 99) }
         addEventListener('scroll', slowly); addEventListener('resize', slowly); look()
       </script>`,
    )
    expect([eye('#reveal')?.shown, eye('#reveal', 'mobile')?.shown]).toEqual([true, true])
  })

  test('waits for the curtain that is drawn while a page loads', async () => {
    const { eye } = await see(
      `<div id="curtain" style="position:fixed;inset:0;background:#fff;z-index:99"></div>
       <div id="spinner" style="position:fixed;top:calc(50% - 20px);left:calc(50% - 20px);width:40px;height:40px;z-index:100"><b>…</b></div><a id="behind" href="#">Shop</a>
       <script>setTimeout(() => { spinner.remove(); curtain.remove() }, 1200)</script>`,
    )
    expect(eye('#behind')?.coveredBy).toBe(-1)
  })

  test('shows what waits to come into view', async () => {
    const { document, eye, snapshot } = await see(
      `${'<section style="min-height:100vh">Screen</section>'.repeat(6)}
       <div id="late" style="height:50px"></div><img id="lazy" loading="lazy" src="/pixel.gif" width="10" height="10">
       <h2 id="reveal" style="opacity:0;transition:opacity 2s">Revealed</h2>
       <script>
         new IntersectionObserver(([entry], me) => {
           if (!entry.isIntersecting) return
           me.disconnect(); late.innerHTML = '<form><input name="mail"></form>'
         }).observe(late)
         new IntersectionObserver(([entry]) => { if (entry.isIntersecting) reveal.style.opacity = 1 }).observe(reveal)
       </script>`,
    )
    expect(document.$('#late form input')).toHaveLength(1)
    expect(eye('#late input')?.shown).toBe(true)
    expect(eye('#reveal')?.shown).toBe(true)
    expect(eye('section')?.box[3]).toBe(768)
    expect(snapshot.layout?.desktop.height).toBe(768)
    expect(site.seen).toContain('GET /pixel.gif')
  })

  test('is taken in both viewports of one load', async () => {
    const { eye, snapshot, document } = await see(
      `<style>#menu{display:none} @media(max-width:600px){#menu{display:block}#wide{display:none}#late{position:fixed;bottom:0;width:100%;height:60px}}</style>
       <a id="wide" href="#">Desk</a><a id="menu" href="#">Menu</a><div id="late">Offer</div>`,
    )
    expect(site.seen.filter((line) => line === 'GET /page').length).toBeGreaterThan(0)
    expect([eye('#wide')?.shown, eye('#menu')?.shown]).toEqual([true, undefined])
    expect([eye('#wide', 'mobile')?.shown, eye('#menu', 'mobile')?.shown]).toEqual([undefined, true])
    expect(document.nodeOf(document.$('#late').toArray()[0]!)).toBeGreaterThan(0)
    expect(eye('#late', 'mobile')).toMatchObject({ position: 'fixed', box: [0, 784, 390, 60] })
    expect([snapshot.layout?.desktop.width, snapshot.layout?.mobile.width]).toEqual([1366, 390])
  })
})
