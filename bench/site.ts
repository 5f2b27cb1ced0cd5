// A shop and magazine of 24 pages for measuring: the same bytes each time, loopback only. `node bench/site.ts` prints its address.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateSync, crc32 } from 'node:zlib'

export const pageCount = 24

const words =
  'bees hives honey frames wax smoke queens swarms clover meadows winter feeding harvest notes weather keepers brood combs pollen nectar'.split(
    ' ',
  )

/** Words that depend on a number alone. */
function prose(seed: number, count: number): string {
  let state = seed * 2_654_435_761 + 12_345
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: count }, () => words[Math.floor(next() * words.length)]).join(' ')
}

const style = `body{font:17px/1.6 Arial,sans-serif;margin:0;color:#222}header,footer{background:#20301c;color:#fff;padding:16px}header a,footer a{color:#fff;padding:6px 10px;display:inline-block}
main{max-width:1100px;margin:0 auto;padding:16px}.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:16px}.card{border:1px solid #ddd;padding:12px;border-radius:8px}
.btn{display:inline-block;background:#7a3b00;color:#fff;padding:12px 20px;text-decoration:none;border-radius:6px}img{max-width:100%;height:auto}label{display:block}input,textarea{font:inherit;padding:8px;width:100%;max-width:420px}.bar{position:sticky;top:0}`
const script = `const list=document.querySelector('#related');if(list)for(let i=0;i<12;i++){const item=document.createElement('li');item.innerHTML='<a href="/page-'+((+list.dataset.page+i+1)%${pageCount})+'">Related note '+i+'</a> <span>read in 3 minutes</span>';list.append(item)}
document.querySelectorAll('img[data-src]').forEach(image=>new IntersectionObserver((entries,seen)=>{if(entries.some(entry=>entry.isIntersecting)){image.src=image.dataset.src;seen.disconnect()}}).observe(image))`

/** One page of a site of `of` pages: the same number, the same bytes. */
export function madePage(index: number, of = pageCount): string {
  const title = `Note ${index}: ${prose(index, 4)}`
  const nav = Array.from(
    { length: 30 },
    (_, link) => `<a href="/page-${link % pageCount}">${prose(link + 50, 2)}</a>`,
  ).join('')
  const cards = Array.from(
    { length: 48 },
    (_, card) =>
      `<article class="card"><img ${card < 4 ? 'src' : 'data-src'}="/picture-${card % 6}.png" width="240" height="160" alt="${prose(card, 3)}"><h3><a href="/page-${(index + card) % of}">${prose(index * 31 + card, 4)}</a></h3><p>${prose(index * 7 + card, 30)}</p><p><strong>£${card + 5}.90</strong></p><ul>${[1, 2, 3, 4, 5].map((tag) => `<li>${prose(card * 5 + tag, 1)}</li>`).join('')}</ul><a class="btn" href="/page-${(index + card + 1) % of}">Add a note</a></article>`,
  ).join('')
  const paragraphs = Array.from(
    { length: 12 },
    (_, part) => `<h2>${prose(index * 13 + part, 5)}</h2><p>${prose(index * 17 + part, 110)}</p>`,
  ).join('')
  const form =
    index % 3 === 0
      ? '<form action="/send" method="post"><h2>Write to us</h2><label for="n">Name</label><input id="n" name="name"><label for="e">E-mail</label><input id="e" name="email" type="email" required><label for="m">Message</label><textarea id="m" name="message"></textarea><button class="btn">Send message</button></form>'
      : ''
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><meta name="description" content="${prose(index, 18)}"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/style.css"><meta property="og:title" content="${title}"></head><body><header class="bar"><a href="/">Hivelog</a><nav>${nav}</nav><a href="tel:+442071234567">+44 20 7123 4567</a></header><main><h1>${title}</h1><p>${prose(index, 40)}</p><p><a class="btn" href="/page-2">Start your free trial</a></p>${paragraphs}<section class="grid">${cards}</section>${form}<h2>Related</h2><ul id="related" data-page="${index}"></ul></main><footer><form action="/subscribe" method="post"><label for="news">Newsletter</label><input id="news" type="email" name="email"><button>Subscribe</button></form><p>Hivelog Ltd, 12 Mead Lane, Bath</p>${nav}</footer><script src="/script.js"></script></body></html>`
}

/** A picture with something in it, so that drawing it costs what pictures cost. */
function picture(seed: number): Buffer {
  const [width, height] = [480, 320]
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * 3; x++) rows[y * (1 + width * 3) + 1 + x] = (x * (seed + 1) + ((y * y) >> 3)) & 255
  }
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Every file of the site, by path. */
export function siteFiles(): Map<string, { type: string; body: Buffer }> {
  const files = new Map<string, { type: string; body: Buffer }>()
  const add = (path: string, type: string, body: string | Buffer): void =>
    void files.set(path, { type, body: Buffer.from(body) })
  for (let index = 0; index < pageCount; index++)
    add(index === 0 ? '/' : `/page-${index}`, 'text/html; charset=utf-8', madePage(index))
  add('/page-0', 'text/html; charset=utf-8', madePage(0))
  add('/style.css', 'text/css', style)
  add('/script.js', 'text/javascript', script)
  for (let index = 0; index < 6; index++) add(`/picture-${index}.png`, 'image/png', picture(index))
  return files
}

if (import.meta.main) {
  const files = siteFiles()
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain', 'cache-control': 'max-age=600' })
    response.end(file?.body)
  })
  server.listen(0, '127.0.0.1', () =>
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
  )
}
