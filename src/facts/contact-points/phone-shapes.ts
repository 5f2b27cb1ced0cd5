/** `sure` and `likely` by its shape alone; `possible` only when words beside it say so. */
export type Certainty = 'sure' | 'likely' | 'possible'

const separator = '[\\s./\\-\\u2010-\\u2015\\u00b7\\u2022\\u2212]'
/** `(11) 4004-1234`, `(86-10) 5869 8989`, `8 (495) 123-45-67` */
const areaInBrackets = /^(?:8[\s-]?)?\(\d{1,4}(?:[\s-]\d{1,4})?\)[\s-]?\d{2,4}(?:[\s.-]\d{2,4}){1,3}$/
/** Numbers that are free or the same all over a country: `1300 123 456`, `1800-409-623`, `13 12 34` is too short to tell. */
const serviceNumber = /^1[38]00[\s-]\d{3}[\s-]\d{3}$/

/** How countries that put no 0 or bracket in front write their own numbers, by the last part of a host. */
const national = new Map<string, RegExp>(
  Object.entries({
    cz: /^[2-7]\d\d[ -]\d{3}[ -]\d{3}$/,
    sk: /^[2-9]\d\d[ -]\d{3}[ -]\d{3}$/,
    dk: /^[2-9]\d(?: \d\d){3}$|^[2-9]\d{3} \d{4}$/,
    no: /^[2-9]\d(?: \d\d){3}$|^[489]\d\d \d\d \d{3}$/,
    es: /^[6-9]\d\d[ .-]\d{3}[ .-]\d{3}$|^[6-9]\d(?:\d[ .-]\d\d|[ .-]\d{3})[ .-]\d\d[ .-]\d\d$/,
    pt: /^[2379]\d\d[ .-]\d{3}[ .-]\d{3}$|^2\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}$/,
    pl: /^[1-9]\d\d[ -]\d{3}[ -]\d{3}$|^[1-9]\d[ -]\d{3}[ -]\d\d[ -]\d\d$/,
    gr: /^(?:2\d{2,4}|69\d{1,2})[ -]\d{3,7}(?:[ -]\d{3,4})?$/,
    it: /^3\d\d[ ./-]\d{3}[ .]?\d{3,4}$/,
    lt: /^8[ -]\d{1,3}[ -]\d{2,3}[ -]?\d{3,5}$/,
    hk: /^[2-9]\d{3}[ -]\d{4}$/,
    sg: /^[3689]\d{3}[ -]\d{4}$/,
    in: /^[6-9]\d{4}[ -]\d{5}$/,
    mx: /^\d{2,3}[ -]\d{3,4}[ -]\d{4}$/,
    br: /^\d\d 9?\d{4}-\d{4}$/,
    ru: /^8[ -]\d{3}[ -]\d{3}[ -]\d\d[ -]?\d\d$/,
    se: /^[1-9]\d{0,2}-\d{2,3} \d\d \d\d$/,
  }),
)

const northAmerican = new RegExp(
  `^(?:\\+?1${separator}*)?(\\()?([2-9]\\d{2})\\)?(${separator}*)([2-9]\\d{2})(${separator}*)(\\d{4})$`,
)

/** How sure the shape of a number makes us that it is a telephone's; undefined for what is something else. */
export function certaintyOf(text: string, country: string): Certainty | undefined {
  const digits = text.replace(/\D/g, '')
  const count = digits.length
  if (count < 7 || count > 16 || isSomethingElse(text, digits)) return undefined
  if (/^\(?\+/.test(text)) return count >= 8 && count <= 15 ? 'sure' : undefined
  const american = northAmerican.exec(text)
  if (american) {
    const [, bracket, , first = '', , second = ''] = american
    // Numbers of models stand like this: "500/600/1200".
    if (first.trim() === '/' && second.trim() === '/') return 'possible'
    if (bracket || (first !== '' && second !== '' && /[^\s]/.test(first + second))) return 'sure'
    return first === '' && second === '' ? 'possible' : 'likely'
  }
  const separated = /\d[^\d]+\d/.test(text)
  if (/^00[1-9]/.test(digits) && count >= 10) return separated ? 'likely' : 'possible'
  if (/^\(?0[1-9]/.test(text) && count >= 9 && count <= 12) {
    if (/^\d{2}(?:[\s.-]\d{2}){4}$/.test(text) || /^\(0\d+\)/.test(text)) return 'likely'
    return separated && !/^\d+\.\d+$/.test(text) ? 'likely' : 'possible'
  }
  if (count <= 12 && separated && (areaInBrackets.test(text) || serviceNumber.test(text))) return 'likely'
  if (separated && national.get(country)?.test(text)) return 'likely'
  return count >= 7 && count <= 13 ? 'possible' : undefined
}

function isSomethingElse(text: string, digits: string): boolean {
  const plain = text.trim()
  if (/^(\d)\1+$/.test(digits)) return true
  // A row of single numbers
  const groups = plain.match(/\d+/g) ?? []
  if (groups.length > 4 && groups.filter((group) => group.length === 1).length * 2 > groups.length) return true
  // A postal code of the United States with its four more digits
  if (/^\d{5}-\d{4}$/.test(plain)) return true
  // Dates, times, spans of years
  if (/^\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)?\d{2}(?:\D|$)/.test(plain))
    return !/^\d{2}([.\s-]\d{2}){4}$/.test(plain)
  if (/^(?:19|20)\d{2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}(?:\D|$)/.test(plain)) return true
  if (/^\(?(?:19|20)\d{2}\)?\s*[\s/\-\u2010-\u2015]+\s*\(?(?:19|20)\d{2}\)?$/.test(plain)) return true
  if (/^(?:19|20)\d{6}$/.test(digits) && !/\s/.test(plain)) return true
  // Opening hours: "08.00 – 18.00"
  if (/^(?:[01]?\d|2[0-4])[.:][0-5]\d\s?[\u2010-\u2015\u2212/-]\s?(?:[01]?\d|2[0-4])[.:][0-5]\d$/.test(plain))
    return true
  // Decimals, versions, machines, sums with thousands
  if (/^\d+\.\d+$/.test(plain) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) return !/^0\d{1,3}\.\d{6,}$/.test(plain)
  if (/^\d{1,3}(?:\.\d{3})+$/.test(plain)) return true
  // Book numbers
  return /^97[89]/.test(digits) && digits.length === 13
}
