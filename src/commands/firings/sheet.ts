import { markup, Markup } from '../../report/markup.ts'
import type { CompiledRule } from '../../rules/rule-file.ts'
import type { Card } from './cards.ts'
import { drawShot, shotsOf, type Shots } from './shots.ts'

const style = `body{font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:1200px;padding:16px 16px 200px;color:#222}
article{border:1px solid #ccc;border-left:6px solid #ccc;border-radius:4px;padding:10px 14px;margin:14px 0}article.here{outline:3px solid #2a6fdb}
article.right{border-left-color:#1a7f37}article.wrong{border-left-color:#d0021b}article.unsure{border-left-color:#b58900}
h2{margin:32px 0 4px}h3{font-size:16px;margin:0 0 6px}code,pre{font:12px/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
pre{background:#f6f6f6;padding:8px;max-height:260px;overflow:auto}svg{max-width:100%;height:auto;border:1px solid #ddd}.meta{color:#555}
input{width:60%;font:inherit}#box{position:fixed;left:0;right:0;bottom:0;background:#fff;border-top:1px solid #999;padding:8px 16px}
#box textarea{width:100%;height:90px;font:12px ui-monospace,monospace}summary{cursor:pointer;color:#555}`

// Without network, without libraries: keys move and judge, the box holds what to copy.
const script = `const cards=[...document.querySelectorAll('article')],box=document.querySelector('#box textarea'),count=document.querySelector('#count'),by=document.querySelector('#by')
let here=0
const move=to=>{cards[here].classList.remove('here');here=Math.max(0,Math.min(cards.length-1,to));cards[here].classList.add('here');cards[here].scrollIntoView({block:'start'})}
const write=()=>{const judged=cards.filter(card=>card.dataset.says)
count.textContent=judged.length+' of '+cards.length
box.value=judged.filter(card=>card.dataset.says!=='unsure').map(card=>JSON.stringify({rule:card.dataset.rule,key:card.dataset.key,right:card.dataset.says==='right',by:by.value||'?',note:card.querySelector('input').value})).join('\\n')}
const say=(card,what)=>{card.classList.remove('right','wrong','unsure');card.classList.add(what);card.dataset.says=what;write()}
const names={r:'right',w:'wrong',u:'unsure'}
addEventListener('keydown',event=>{if(/^(INPUT|TEXTAREA)$/.test(event.target.tagName)){if(event.key==='Escape'||event.key==='Enter')event.target.blur();return}
if(event.metaKey||event.ctrlKey||event.altKey)return
if(names[event.key]){say(cards[here],names[event.key]);move(here+1)}else if(event.key==='j'||event.key==='ArrowDown'){move(here+1)}else if(event.key==='k'||event.key==='ArrowUp'){move(here-1)}else if(event.key==='n'){cards[here].querySelector('input').focus()}else return
event.preventDefault()})
cards.forEach((card,index)=>{card.addEventListener('click',event=>{if(event.target.dataset.say){say(card,event.target.dataset.say)}if(index!==here){cards[here].classList.remove('here');here=index;card.classList.add('here')}})})
addEventListener('input',write);move(0);write()`

/** A page on which a person judges firings, one key each; what comes out of its box goes to `stagelight rules judge`. */
export function renderSheet(cards: readonly Card[], rules: ReadonlyMap<string, CompiledRule>): string {
  const pictures = shotsOf(cards)
  const sections = [...Map.groupBy(cards, ({ firing }) => firing.rule)].map(([id, group]) => {
    const { rule } = rules.get(id)!
    return markup`<section><h2>${id}</h2><p><strong>${rule.title}.</strong> ${rule.why}</p>${group.map((card) => article(card, pictures, cards.indexOf(card)))}</section>`
  })
  return markup`<!doctype html><html lang="en"><meta charset="utf-8"><title>Firings to judge</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"><style>${new Markup(style)}</style>
<h1>Is it true, does it matter on this page, would you put your name to it?</h1>
<p>r right · w wrong · u unsure · j, k next, previous · n note (Enter leaves it)</p>${sections}
<div id="box"><label>You are <input id="by" value="" style="width:12em"></label> judged <span id="count"></span>; copy into a file for <code>stagelight rules judge</code><textarea readonly></textarea></div>
<script>${new Markup(script)}</script></html>`.text
}

function article({ firing, ...card }: Card, { embedded, shots }: Shots, index: number): Markup {
  const shot = shots[index]
  const picture = shot && embedded.find(({ id }) => id === shot.picture)
  return markup`<article data-rule="${firing.rule}" data-key="${firing.key}"><h3>${firing.message}</h3>
<p class="meta">${card.title} · ${card.type} (${card.typeConfidence}) · ${card.language} · ${firing.url}${firing.pages > 1 ? ` · and ${firing.pages - 1} more pages` : ''}${firing.verdict === 'review' ? ' · says review' : ''}</p>
${firing.snippet ? markup`<code>${firing.snippet}</code>` : ''}<pre>${card.context}</pre>
${picture ? new Markup(drawShot(shot, picture, picture.href)) : ''}
<details><summary>headings and facts</summary><pre>${card.headings.join('\n')}</pre><pre>${JSON.stringify(card.facts, undefined, 1)}</pre><pre>${JSON.stringify(firing.assumed, undefined, 1)}</pre><p>${card.html}</p></details>
<p><button data-say="right">right</button> <button data-say="wrong">wrong</button> <button data-say="unsure">unsure</button> <input placeholder="note, in your own words"></p></article>`
}
