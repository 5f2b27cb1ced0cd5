import type { AuditResult } from './result.ts'

const mask = '***'

/** Names of parameters that carry secrets or say who somebody is. Compared word by word: `reset_token`, `authKey`. */
const secretWords = new Set([
  'token', 'secret', 'password', 'passwd', 'pwd', 'pass', 'auth', 'authorization', 'apikey', 'key', 'sig', 'signature',
  'session', 'sessionid', 'sid', 'phpsessid', 'jsessionid', 'jwt', 'code', 'otp', 'nonce', 'csrf', 'xsrf', 'credential',
  'ticket', 'hash', 'hmac', 'email', 'mail', 'phone', 'tel', 'firstname', 'lastname', 'username', 'ssn', 'iban',
]) // prettier-ignore

/** Words that, as the whole name, mark a parameter which tells pages apart although a secret word is in it. */
const pageNames = new Set(['keyword', 'keywords', 'code', 'hash', 'key', 'mail', 'phone', 'tel', 'pass', 'ticket'])

/**
 * Masks what could let somebody in or name a visitor: user info, secret-looking parameters and fragments. Parameters
 * that identify a page stay, or the reader could not find it.
 */
export function maskUrl(address: string): string {
  if (!/^https?:\/\//i.test(address)) return address
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] =
    /^(https?:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(address) ?? []
  if (scheme === '') return address
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const cleanPath = path.replace(/;(jsessionid|sid|phpsessid)=[^/;]*/gi, `;$1=${mask}`).replace(jwt, mask)
  return scheme + host + cleanPath + maskPairs(query) + maskPairs(fragment)
}

/** Masks, in a piece of HTML, values of form fields, tokens and the addresses in attributes. */
export function maskSnippet(html: string): string {
  return html
    .replace(/<(?:input|button|textarea|meta)\b[^>]*/gi, maskField)
    .replace(/(<textarea\b[^>]*>)[^<]+/gi, `$1${mask}`)
    .replace(/https?:\/\/[^\s"'<>]+/gi, maskUrl)
    .replace(
      /((?:href|src|action)\s*=\s*["']?)([^\s"'<>?]*)(\?[^\s"'<>#]*)/gi,
      (_all, start: string, path: string, query: string) => start + path + maskPairs(query),
    )
    .replace(jwt, mask)
}

/** A result that may leave the machine: every address and snippet in it is masked, also inside sentences. */
export function maskResult(result: AuditResult): AuditResult {
  return maskValue(result, '') as AuditResult // the walk keeps the shape; only texts change
}

const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g

function maskValue(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    if (key === 'snippet' || key === 'selector') return maskSnippet(value)
    return value.includes('://') ? value.replace(/https?:\/\/[^\s"'<>“”]*[^\s"'<>“”.,;:!?)]/gi, maskUrl) : value
  }
  if (Array.isArray(value)) return value.map((item) => maskValue(item, key))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskValue(inner, name)]))
}

function maskPairs(part: string): string {
  return part.replace(/([?&;#])([^=&;#]*)=([^&;#]*)/g, (all, before: string, name: string, value: string) =>
    value !== '' && isSecret(name, value) ? `${before}${name}=${mask}` : all,
  )
}

function isSecret(name: string, value: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  const named = words.some((word) => secretWords.has(word))
  // `?code=winter-sale` or `?key=shoes` names a page; `?code=4f9a…` opens a door.
  if (named && !(words.length === 1 && pageNames.has(words[0] ?? '') && !looksRandom(value, 12))) return true
  return /%40|@/.test(value) || looksRandom(value, 24)
}

/** Long, without words: letters of both cases with digits, or hexadecimal, as tokens are and slugs are not. */
function looksRandom(value: string, length: number): boolean {
  if (value.length < length || !/^[\w.~%+/=-]+$/.test(value)) return false
  const digits = value.replace(/\D/g, '').length
  if (/^[0-9a-f-]+$/i.test(value) && /[a-f]/i.test(value)) return digits >= 4
  return digits >= 2 && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/[-_.+%][a-z]{3,}[-_.+%][a-z]{3,}/i.test(value)
}

function maskField(tag: string): string {
  const harmless = /\btype\s*=\s*["']?(?:submit|button|reset|image|radio|checkbox)\b/i.test(tag)
  if (/^<button/i.test(tag) || harmless) return tag
  if (/^<meta/i.test(tag) && !/\b(?:csrf|xsrf|token|nonce)\b/i.test(tag)) return tag
  return tag.replace(/(\s(?:value|content)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/gi, (all, start: string, value: string) =>
    /^["']?["']?$/.test(value) ? all : `${start}"${mask}"`,
  )
}
