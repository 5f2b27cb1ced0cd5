/** A number in a text that is built like a telephone number. */
export interface PhoneCandidate {
  text: string
  start: number
  end: number
  /** `sure` and `likely` by its shape alone; `possible` only when words beside it say so. */
  certainty: 'sure' | 'likely' | 'possible'
}

const candidate = /(?:\+|\(\+?)?\d[\d\s()./\-\u2010-\u2015\u00b7\u2022\u2212]{4,26}\d/g
/** Numbers spelled in letters, as North American firms do: `1-800-FLOWERS`, `(212) NEW-YORK`, `303.333.PAUL`. */
const vanity =
  /(?<![\w-])(?:1[-.\s])?(?:8(?:00|88|77|66|55|44|33)[-.\s](?=[A-Z\d-]{7,12}(?![\w-]))[A-Z\d]*[A-Z]{3}[A-Z\d-]*|\(?[2-9]\d{2}\)?[-.\s](?:\d{3}[-.\s][A-Z]{4}|[A-Z]{3}-[A-Z]{4})(?![\w-]))/g
const separator = '[\\s./\\-\\u2010-\\u2015\\u00b7\\u2022\\u2212]'

/** All parts of a text that could be telephone numbers, in order. Dates, decimals, addresses of machines and book numbers are not. */
export function phoneCandidates(text: string): PhoneCandidate[] {
  if (!/\d[\d\s()./\-\u2010-\u2015\u00b7\u2022\u2212]{4}/.test(text)) return []
  const found: PhoneCandidate[] = []
  // A dot with space around it sets one thing apart from the next: “+52 55 4911 4170 · 7 days a week”.
  for (const match of text.replace(/ [\u00b7\u2022] /g, ' ¦ ').matchAll(candidate)) {
    const whole = judged(text, apart(match[0], match.index, 7))
    found.push(...(whole.length > 0 ? whole : judged(text, apart(match[0], match.index, 0))))
  }
  for (const match of text.matchAll(vanity)) {
    const end = match.index + match[0].length
    if (found.some((other) => other.start < end && other.end > match.index)) continue
    found.push({ text: match[0], start: match.index, end, certainty: 'sure' })
  }
  return found.toSorted((first, second) => first.start - second.start)
}

function judged(text: string, parts: { text: string; start: number }[]): PhoneCandidate[] {
  return parts.flatMap((part) => {
    const piece = balanced(part)
    const end = piece.start + piece.text.length
    const certainty = certaintyOf(piece.text)
    if (!certainty || !isFree(text, piece.start, end, certainty)) return []
    return [{ text: piece.text, start: piece.start, end, certainty }]
  })
}

/** Digits with + where the number says so: what two ways to write one number have in common. */
export function normalizedPhone(text: string): string {
  const bare = text.replace(/\(0\)/g, '').trim()
  const digits = bare.replace(/[A-Za-z]/g, keypad).replace(/\D/g, '')
  if (/^[\s(]*\+/.test(bare)) return `+${digits}`
  return digits.startsWith('00') && digits.length > 9 ? `+${digits.slice(2)}` : digits
}

/** True when both are one number, written with or without its country. */
export function samePhone(first: string, second: string): boolean {
  if (first === second) return true
  const [one, other] = [first.replace(/\D/g, ''), second.replace(/\D/g, '')]
  const length = Math.min(one.length, other.length)
  if (length < 7) return false
  const tail = Math.min(length, 9)
  return (
    one.slice(-tail) === other.slice(-tail) || one.replace(/^0+/, '').slice(-9) === other.replace(/^0+/, '').slice(-9)
  )
}

function keypad(letter: string): string {
  return '22233344455566677778889999'[letter.toUpperCase().charCodeAt(0) - 65] ?? ''
}

/** Two numbers written in one breath: `555-1234 / 555-5678`. Each part has at least so many digits. */
function apart(text: string, start: number, least: number): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = []
  let from = 0
  const cut = (to: number): void => {
    const raw = text.slice(from, to)
    const lead = raw.length - raw.trimStart().length
    parts.push({ text: raw.trim(), start: start + from + lead })
  }
  for (const match of text.matchAll(
    /\s[/\-\u2010-\u2015\u2022\u00b7]\s|\s{2,}|\.\s|\/(?=\(?\d{3})|\s(?=\(\d{1,3}[):])|[\s/](?=\(?\+\d)/g,
  )) {
    const [left, right] = [
      digitCount(text.slice(from, match.index)),
      digitCount(text.slice(match.index + match[0].length)),
    ]
    if (left < least || (right < least && !match[0].startsWith('.') && text[match.index + 1] !== '(')) continue
    cut(match.index)
    from = match.index + match[0].length
  }
  cut(text.length)
  return parts
}

function digitCount(text: string): number {
  return text.replace(/\D/g, '').length
}

/** Drops a bracket that opens or closes nothing. */
function balanced({ text, start }: { text: string; start: number }): { text: string; start: number } {
  const opens = text.indexOf('(')
  const closes = text.indexOf(')')
  if (closes >= 0 && (opens < 0 || opens > closes)) {
    const rest = text.slice(0, closes).trim()
    return digitCount(rest) >= 7 ? { text: rest, start } : { text, start }
  }
  if (opens >= 0 && closes < 0) {
    const rest = text.slice(0, opens).trim()
    if (digitCount(rest) >= 7) return { text: rest, start }
    if (opens === 0) return { text: text.slice(1), start: start + 1 }
  }
  return { text: text.replace(/[\s./-]+$/, ''), start }
}

/** Not a part of something longer: a word, a sum of money, a path, a share. */
function isFree(text: string, start: number, end: number, certainty: PhoneCandidate['certainty']): boolean {
  const before = text.slice(Math.max(0, start - 2), start)
  const after = text.slice(end, end + 3)
  if (/[\p{L}\p{N}_@#=/$€£¥%&?-]$/u.test(before.replace(/\(+$/, '')) && !/[\p{L}]$/u.test(before.slice(0, -1) + ' ')) {
    // A letter straight before is a label only when it stands alone: "T0221 1234".
    return /(?:^|\s)[TPMtpm]$/.test(before) && /^\+?\(?\d/.test(text.slice(start))
  }
  if (/[.,]$/.test(before) && /\d[.,]$/.test(before)) return false
  // Markup without a space between: "555-1234Fax".
  if (certainty === 'sure' && /^\p{L}{3}/u.test(after)) return true
  return !/^(?:[\p{L}_%@=]|[.,:]\d|\s?[€£$¥%])/u.test(after) || /^(?:x|ext)/i.test(after)
}

const northAmerican = new RegExp(
  `^(?:\\+?1${separator}*)?(\\()?([2-9]\\d{2})\\)?(${separator}*)([2-9]\\d{2})(${separator}*)(\\d{4})$`,
)

function certaintyOf(text: string): PhoneCandidate['certainty'] | undefined {
  const digits = text.replace(/\D/g, '')
  const count = digits.length
  if (count < 7 || count > 16 || isSomethingElse(text, digits)) return undefined
  if (/^\(?\+/.test(text)) return count >= 8 && count <= 15 ? 'sure' : undefined
  const american = northAmerican.exec(text)
  if (american) {
    const [, bracket, , first = '', , second = ''] = american
    if (bracket || (first !== '' && second !== '' && /[^\s]/.test(first + second))) return 'sure'
    return first === '' && second === '' ? 'possible' : 'likely'
  }
  const separated = /\d[^\d]+\d/.test(text)
  if (/^00[1-9]/.test(digits) && count >= 10) return separated ? 'likely' : 'possible'
  if (/^\(?0[1-9]/.test(text) && count >= 9 && count <= 12) {
    if (/^\d{2}(?:[\s.-]\d{2}){4}$/.test(text) || /^\(0\d+\)/.test(text)) return 'likely'
    return separated && !/^\d+\.\d+$/.test(text) ? 'likely' : 'possible'
  }
  return count >= 7 && count <= 13 ? 'possible' : undefined
}

function isSomethingElse(text: string, digits: string): boolean {
  const plain = text.trim()
  if (/^(\d)\1+$/.test(digits)) return true
  // A postal code of the United States with its four more digits
  if (/^\d{5}-\d{4}$/.test(plain)) return true
  // Dates, times, spans of years
  if (/^\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)?\d{2}(?:\D|$)/.test(plain))
    return !/^\d{2}([.\s-]\d{2}){4}$/.test(plain)
  if (/^(?:19|20)\d{2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}(?:\D|$)/.test(plain)) return true
  if (/^\(?(?:19|20)\d{2}\)?\s*[\s/\-\u2010-\u2015]+\s*\(?(?:19|20)\d{2}\)?$/.test(plain)) return true
  if (/^(?:19|20)\d{6}$/.test(digits) && !/\s/.test(plain)) return true
  // Decimals, versions, machines, sums with thousands
  if (/^\d+\.\d+$/.test(plain) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) return !/^0\d{1,3}\.\d{6,}$/.test(plain)
  if (/^\d{1,3}(?:\.\d{3})+$/.test(plain)) return true
  // Book numbers
  return /^97[89]/.test(digits) && digits.length === 13
}
