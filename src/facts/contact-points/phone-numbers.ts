import { certaintyOf, type Certainty } from './phone-shapes.ts'

/** A number in a text that is built like a telephone number. */
export interface PhoneCandidate {
  text: string
  start: number
  end: number
  certainty: Certainty
}

const candidate = /(?:\+|\(\+?)?\d[\d\s()./\-\u2010-\u2015\u00b7\u2022\u2212]{4,60}\d/g
/** Numbers spelled in letters, as North American firms do: `1-800-FLOWERS`, `(212) NEW-YORK`, `303.333.PAUL`. */
const vanity =
  /(?<![\w-])(?:1[-.\s])?(?:8(?:00|88|77|66|55|44|33)[-.\s](?=[A-Z\d-]{7,12}(?![\w-]))[A-Z\d]*[A-Z]{3}[A-Z\d-]*|\(?[2-9]\d{2}\)?[-.\s](?:\d{3}[-.\s][A-Z]{4}|[A-Z]{3}-[A-Z]{4})(?![\w-]))/g
/** Digits behind letters that say the same once more: `1-888-LUTRON1 (588-7661)`. */
const translation = /^\s?\((?=[^)]*\d{4})[\d\s.-]{4,16}\)/
const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g

/**
 * All parts of a text that could be telephone numbers, in order. Dates, decimals, addresses of machines and book numbers
 * are not. `country` is the last part of the page's host: numbers that only one country writes are known there.
 */
export function phoneCandidates(written: string, country = ''): PhoneCandidate[] {
  if (!/[\d\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/.test(written)) return []
  // Arabic, Persian and full-width digits are as long as ours, so that places stay the same.
  const text = written.replace(otherDigits, (digit) => String(digitValue(digit)))
  if (!/\d[\d\s()./\-\u2010-\u2015\u00b7\u2022\u2212]{4}|\d[-.\s][A-Z]{3}/.test(text)) return []
  const found: PhoneCandidate[] = []
  for (const match of text.matchAll(vanity)) {
    const spelled = match.index + match[0].length
    const end = spelled + (translation.exec(text.slice(spelled, spelled + 20))?.[0].length ?? 0)
    found.push({ text: text.slice(match.index, end), start: match.index, end, certainty: 'sure' })
  }
  const inLetters = [...found]
  // A dot with space around it sets one thing apart from the next: “+52 55 4911 4170 · 7 days a week”.
  for (const match of text.replace(/ [\u00b7\u2022] /g, ' ¦ ').matchAll(candidate)) {
    const whole = judged(text, apart(match[0], match.index, 7), country)
    const parts = whole.length > 0 ? whole : judged(text, apart(match[0], match.index, 0), country)
    found.push(...parts.filter(({ start, end }) => !inLetters.some((one) => one.start < end && one.end > start)))
  }
  return found.toSorted((first, second) => first.start - second.start)
}

function digitValue(digit: string): number {
  const code = digit.charCodeAt(0)
  return code >= 0xff10 ? code - 0xff10 : code >= 0x06f0 ? code - 0x06f0 : code - 0x0660
}

function judged(text: string, parts: { text: string; start: number }[], country: string): PhoneCandidate[] {
  return parts.flatMap((part) => {
    const piece = balanced(part)
    const end = piece.start + piece.text.length
    const certainty = certaintyOf(piece.text, country)
    if (!certainty || !isFree(text, piece.start, end, certainty)) return []
    return [{ text: piece.text, start: piece.start, end, certainty }]
  })
}

/** Digits with + where the number says so: what two ways to write one number have in common. */
export function normalizedPhone(text: string): string {
  const bare = text
    .replace(/\(0\)/g, '')
    .replace(/([A-Z]{2}\d?)\s?\([\d\s.-]{4,16}\)$/, '$1')
    .replace(otherDigits, (digit) => String(digitValue(digit)))
    .trim()
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

/** Numbers that firms show as samples or that films use: they reach nobody. */
export function isPlaceholderNumber(normalized: string): boolean {
  const digits = normalized.replace(/\D/g, '')
  if (/^0*(?:123456789?0?\d{0,2}|1234567)$/.test(digits) || /^(\d)\1{5,}$/.test(digits.replace(/^0+/, '0'))) return true
  // Fingers run along the keys, whatever stands in front: “+01 123 456 789”, “+91 98765 43210”.
  if (/^\d{0,4}123456789?0?$|^\d{0,3}9876543210$/.test(digits)) return true
  const american = /^1?(\d{3})(\d{3})(\d{4})$/.exec(digits)
  if (!american) return false
  const [, area = '', office = '', line = ''] = american
  return (
    (area === '555' && line !== '1212') ||
    (office === '555' && (line.startsWith('01') || line === '5555' || line === '1234'))
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

/** Drops a bracket that opens or closes nothing, and a stray number behind a whole North American one. */
function balanced({ text: written, start }: { text: string; start: number }): { text: string; start: number } {
  const text = /^(?:\+?1[\s.-]*)?\(?[2-9]\d\d\)?[\s.-]*\d{3}[.-]\d{4}(?=\s\d{1,2}$)/.exec(written)?.[0] ?? written
  const opens = text.indexOf('(')
  const closes = text.indexOf(')')
  if (closes >= 0 && (opens < 0 || opens > closes)) {
    const rest = text.slice(0, closes).trim()
    return digitCount(rest) >= 7 ? { text: rest, start } : { text, start }
  }
  const last = text.lastIndexOf('(')
  if (last > 0 && last > text.lastIndexOf(')')) {
    const rest = text.slice(0, last).trim()
    if (digitCount(rest) >= 7) return { text: rest, start }
  }
  if (opens === 0 && closes < 0) return { text: text.slice(1), start: start + 1 }
  return { text: text.replace(/[\s./-]+$/, ''), start }
}

/** Not a part of something longer: a word, a sum of money, a path, a share. */
function isFree(text: string, start: number, end: number, certainty: Certainty): boolean {
  const before = text.slice(Math.max(0, start - 2), start)
  const after = text.slice(end, end + 3)
  if (/[\p{L}\p{N}_@#=/$€£¥%&?-]$/u.test(before.replace(/\(+$/, '')) && !/[\p{L}]$/u.test(before.slice(0, -1) + ' ')) {
    // A letter straight before is a label only when it stands alone: "T0221 1234".
    return certainty !== 'possible' && /(?:^|\s)[TPMtpm]$/.test(before) && /^\+?\(?\d/.test(text.slice(start))
  }
  if (/[.,]$/.test(before) && /\d[.,]$/.test(before)) return false
  // Markup without a space between: "555-1234Fax".
  if (certainty === 'sure' && /^\p{L}{3}/u.test(after) && !/^x{2}/i.test(after)) return true
  return !/^(?:[\p{L}_%@=]|[.,:]\d|\s?[€£$¥%])/u.test(after) || /^(?:x|ext)\W?\s?\d/i.test(text.slice(end, end + 8))
}
