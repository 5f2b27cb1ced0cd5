/** A sum of money in a text. */
export interface Money {
  text: string
  amount: number
  /** ISO 4217, or the sign when several currencies use it. */
  currency: string
  start: number
  end: number
}

/** Signs and short forms of currencies, longest first; those of one currency only have its code. */
const signs = new Map<string, string>(
  Object.entries({
    US$: 'USD',
    AU$: 'AUD',
    A$: 'AUD',
    CA$: 'CAD',
    C$: 'CAD',
    NZ$: 'NZD',
    HK$: 'HKD',
    'E£': 'EGP',
    'б.р.': 'BYN',
    'бел.руб': 'BYN',
    'р.': 'RUB',
    BYN: 'BYN',
    KČ: 'CZK',
    ZŁ: 'PLN',
    'S/': 'PEN',
    QR: 'QAR',
    KD: 'KWD',
    COP: 'COP',
    MXN: 'MXN',
    ARS: 'ARS',
    CLP: 'CLP',
    PEN: 'PEN',
    THB: 'THB',
    CNY: 'CNY',
    KRW: 'KRW',
    ILS: 'ILS',
    TRY: 'TRY',
    TWD: 'TWD',
    PHP: 'PHP',
    MYR: 'MYR',
    IDR: 'IDR',
    ISK: 'ISK',
    RSD: 'RSD',
    BGN: 'BGN',
    S$: 'SGD',
    R$: 'BRL',
    MX$: 'MXN',
    NT$: 'TWD',
    '€': 'EUR',
    '£': 'GBP',
    $: '$',
    '¥': '¥',
    '￥': '¥',
    '₹': 'INR',
    '₽': 'RUB',
    '₺': 'TRY',
    '₩': 'KRW',
    '₴': 'UAH',
    '₪': 'ILS',
    '₫': 'VND',
    '₱': 'PHP',
    '฿': 'THB',
    '₦': 'NGN',
    '₡': 'CRC',
    '₲': 'PYG',
    '₵': 'GHS',
    '₸': 'KZT',
    '₼': 'AZN',
    '₾': 'GEL',
    円: 'JPY',
    원: 'KRW',
    元: 'CNY',
    zł: 'PLN',
    Kč: 'CZK',
    Ft: 'HUF',
    lei: 'RON',
    Lei: 'RON',
    LEI: 'RON',
    лв: 'BGN',
    руб: 'RUB',
    Руб: 'RUB',
    грн: 'UAH',
    kr: 'kr',
    Kr: 'kr',
    'kr.': 'kr',
    'Kr.': 'kr',
    SEK: 'SEK',
    NOK: 'NOK',
    DKK: 'DKK',
    Rs: 'Rs',
    'Rs.': 'Rs',
    'Fr.': 'CHF',
    'SFr.': 'CHF',
    CHF: 'CHF',
    EUR: 'EUR',
    Euro: 'EUR',
    euro: 'EUR',
    EURO: 'EUR',
    euros: 'EUR',
    USD: 'USD',
    GBP: 'GBP',
    PLN: 'PLN',
    CZK: 'CZK',
    HUF: 'HUF',
    RON: 'RON',
    CAD: 'CAD',
    AUD: 'AUD',
    NZD: 'NZD',
    JPY: 'JPY',
    INR: 'INR',
    BRL: 'BRL',
    ZAR: 'ZAR',
    TL: 'TRY',
    RUB: 'RUB',
    UAH: 'UAH',
    AED: 'AED',
    SAR: 'SAR',
    RM: 'MYR',
    Rp: 'IDR',
    SGD: 'SGD',
    HKD: 'HKD',
    VND: 'VND',
    VNĐ: 'VND',
    đ: 'VND',
    EGP: 'EGP',
    KSh: 'KES',
    MAD: 'MAD',
    TND: 'TND',
    DZD: 'DZD',
    KES: 'KES',
    NGN: 'NGN',
    GHS: 'GHS',
    TZS: 'TZS',
    UGX: 'UGX',
    RWF: 'RWF',
    ETB: 'ETB',
    ZMW: 'ZMW',
    MUR: 'MUR',
    MZN: 'MZN',
    AOA: 'AOA',
    NAD: 'NAD',
    BWP: 'BWP',
    MWK: 'MWK',
    XOF: 'XOF',
    XAF: 'XAF',
    LKR: 'LKR',
    PKR: 'PKR',
    BDT: 'BDT',
    NPR: 'NPR',
    KHR: 'KHR',
    MMK: 'MMK',
    KWD: 'KWD',
    QAR: 'QAR',
    BHD: 'BHD',
    OMR: 'OMR',
    JOD: 'JOD',
    LBP: 'LBP',
    IQD: 'IQD',
    KZT: 'KZT',
    AZN: 'AZN',
    UZS: 'UZS',
    UYU: 'UYU',
    PYG: 'PYG',
    GTQ: 'GTQ',
    HNL: 'HNL',
    NIO: 'NIO',
    CRC: 'CRC',
    JMD: 'JMD',
    TTD: 'TTD',
    FJD: 'FJD',
    XPF: 'XPF',
    MKD: 'MKD',
    MDL: 'MDL',
  }),
)
const known = [...signs.keys()]
  .toSorted((first, second) => second.length - first.length)
  .map((sign) => sign.replace(/[.$]/g, '\\$&'))
  .join('|')
/** Thousands by any sign, by two digits as in India, or none; then cents. */
const number =
  '\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d{1,2})?|' +
  "\\d{1,3}(?:[.,\\u2009\\u202f '\\u2019]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?"
/** Chinese, Japanese and Korean put no space between words and sums. */
const spaced = '[^\\P{L}\\p{sc=Han}\\p{sc=Hangul}\\p{sc=Hiragana}\\p{sc=Katakana}]'
const before = new RegExp(
  `(?<!\\p{N}|${spaced})(${known})\\s?(-?)(${number})(?![\\d]|[.,]\\d)(?:[.,](?:-{1,2}|[\\u2013\\u2014]))?`,
  'gu',
)
const after = new RegExp(
  `(?<![\\p{L}\\p{N}.,/#-]|[$€£¥]\\s?)(${number})(?:[.,](?:-{1,2}|[\\u2013\\u2014]))?\\s?(${known})(?![\\p{L}\\p{N}])`,
  'gu',
)
/** A letter right behind a short form and a number makes a name of them: `S/4HANA`. */
const inName = new RegExp(`^${spaced}`, 'u')
/** `12€50`, as French shops write it. */
const between = /(?<![\p{L}\p{N}.,])(\d{1,5})\s?€(\d{2})(?![\d%]|[.,]\d|\s?€)/gu
const bare = new RegExp(`^\\s*(${number})\\s*$`)
const quick = new RegExp(`(?:${known})`, 'u')

/** Every sum of money in a text, in order. */
export function moneyIn(text: string): Money[] {
  if (!/\d/.test(text) || !quick.test(text)) return []
  const found: Money[] = []
  const add = (match: RegExpMatchArray, sign: string, digits: string): void => {
    const start = match.index ?? 0
    const end = start + match[0].length
    if (found.some((other) => other.start < end && other.end > start)) return
    const amount = amountOf(digits)
    if (Number.isFinite(amount) && amount < 1e9)
      found.push({ text: match[0].trim(), amount, currency: signs.get(sign) ?? sign, start, end })
  }
  if (text.includes('€'))
    for (const match of text.matchAll(between)) add(match, '€', `${match[1] ?? ''}.${match[2] ?? ''}`)
  for (const match of text.matchAll(before)) {
    const named = /[\p{L}/]$/u.test(match[1] ?? '') && inName.test(text.slice((match.index ?? 0) + match[0].length))
    if (match[2] === '' && !named) add(match, match[1] ?? '', match[3] ?? '')
  }
  for (const match of text.matchAll(after)) add(match, match[2] ?? '', match[1] ?? '')
  return found.toSorted((first, second) => first.start - second.start)
}

/** A number that stands by itself, where the markup says that it is a price. */
export function bareSum(text: string, currency: string): Money | undefined {
  const digits = bare.exec(text)?.[1]
  if (digits === undefined) return undefined
  const start = text.indexOf(digits)
  return { text: digits, amount: amountOf(digits), currency, start, end: start + digits.length }
}

/** The value of a written number, whichever sign divides its thousands; NaN when it has none. */
export function amountOf(text: string): number {
  const bare = text.replace(/[^\d.,]/g, '')
  const lastDot = bare.lastIndexOf('.')
  const lastComma = bare.lastIndexOf(',')
  const last = Math.max(lastDot, lastComma)
  if (last < 0) return bare === '' ? Number.NaN : Number(bare)
  const decimals = bare.length - last - 1
  const both = lastDot >= 0 && lastComma >= 0
  const sign = bare[last] ?? ''
  const repeated = bare.split(sign).length > 2
  const isDecimal = decimals !== 3 ? !repeated : both && !repeated
  if (!isDecimal) return Number(bare.replace(/[.,]/g, ''))
  return Number(`${bare.slice(0, last).replace(/[.,]/g, '')}.${bare.slice(last + 1)}`)
}

/** ISO code of a currency as structured data writes it: a code or a sign. */
export function currencyOf(text: string): string {
  const plain = text.trim()
  return signs.get(plain) ?? plain.toUpperCase().slice(0, 3)
}
