import type { AnyNode, Element } from 'domhandler'

const snippetLimit = 300
const valueLimit = 90
const mask = '…'

/** Names of attributes and parameters whose values nobody but their owner should see. */
const secret =
  /token|csrf|xsrf|nonce|secret|passw|passwd|session|sessid|authenticity|viewstate|eventvalidation|api[-_]?key|access[-_]?key|signature|credential|jwt|auth(?![a-z])/i
/** Attributes that everything has, of which none is secret. */
const everyday = new Set('name type class id href src alt title rel role style target width height content'.split(' '))
const shownValues = /^(?:submit|button|reset|image|checkbox|radio)$/i
const voidTags = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

/** An element's HTML, cut to 300 characters; values of fields, tokens and secret-looking parameters are masked. */
export function snippetOf(element: Element): string {
  let text = ''
  const stack: (AnyNode | string)[] = [element]
  while (stack.length > 0 && text.length <= snippetLimit) {
    const node = stack.pop()!
    if (typeof node === 'string') text += node
    else if (node.type === 'text') text += escape(node.data.slice(0, snippetLimit)).replace(/\s+/g, ' ')
    else if ('attribs' in node) {
      text += openTag(node)
      if (voidTags.has(node.name)) continue
      stack.push(`</${node.name}>`)
      if (node.name === 'script' || node.name === 'style') continue
      if (node.name === 'textarea') text += node.children.length > 0 ? mask : ''
      else {
        // Enough children to fill the snippet; a list of 50,000 is not copied.
        for (let index = Math.min(node.children.length, 40) - 1; index >= 0; index--) stack.push(node.children[index]!)
      }
    }
  }
  return text.length > snippetLimit ? `${text.slice(0, snippetLimit - 1)}${mask}` : text
}

function openTag({ name, attribs }: Element): string {
  let text = `<${name}`
  for (const attribute in attribs) {
    if (attribute.startsWith('data-sl') && /^data-sl(?:-(?:form|url))?$/.test(attribute)) continue
    const value = attribs[attribute] ?? ''
    text += value === '' ? ` ${attribute}` : ` ${attribute}="${escape(shown(name, attribute, value, attribs))}"`
    if (text.length > snippetLimit) return text
  }
  return `${text}>`
}

function shown(tag: string, attribute: string, value: string, attribs: Element['attribs']): string {
  if (attribute === 'value') {
    if (tag === 'option' || tag === 'button' || tag === 'li') return cut(value)
    if (tag === 'input' && shownValues.test(attribs['type'] ?? '') && !secret.test(attribs['name'] ?? ''))
      return cut(value)
    return mask
  }
  if (attribute === 'content' && tag === 'meta' && secret.test(attribs['name'] ?? '')) return mask
  if (isSecret(attribute)) return mask
  return cut(value.includes('=') && value.includes('?') ? maskParameters(value) : value)
}

/** Names of attributes that were looked at: pages use the same few. */
const judged = new Map<string, boolean>([...everyday].map((name) => [name, false]))
const remembered = 5000

function isSecret(attribute: string): boolean {
  let answer = judged.get(attribute)
  if (answer === undefined) {
    answer = secret.test(attribute)
    if (judged.size < remembered && attribute.length < 100) judged.set(attribute, answer)
  }
  return answer
}

function maskParameters(address: string): string {
  return address
    .slice(0, 2000)
    .replace(/([?&;]|&amp;)([^=&#?;]{1,60})=([^&#"]*)/g, (all, before: string, name: string) =>
      secret.test(name) ? `${before}${name}=${mask}` : all,
    )
}

function cut(value: string): string {
  return value.length > valueLimit ? `${value.slice(0, valueLimit)}${mask}` : value
}

function escape(text: string): string {
  return !/[&<"]/.test(text) ? text : text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
