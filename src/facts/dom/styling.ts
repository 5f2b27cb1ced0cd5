import type { Snapshot } from '../../snapshot/schema.ts'

/**
 * Did a style sheet fail to arrive that visitors get? Then boxes and colours were measured of a page that nobody sees. One
 * sheet that the server itself answers with an error is missing for visitors, too; where it answers all of them so, the site
 * is not served as it is meant to be. Sheets of fonts alone move little. Some scripts write the style sheet in the browser.
 */
export function lacksStyles({ requests }: Pick<Snapshot, 'requests'>): boolean {
  const sheets = requests.filter(
    (request) => request.type === 'stylesheet' || (request.type === 'script' && writesStyles.test(addressOf(request))),
  )
  const answered = new Set(sheets.filter(({ fate }) => fate === 'sent').map(addressOf))
  const lost = sheets.some((sheet) => {
    const failed = sheet.fate === 'failed' || sheet.fate === 'refused'
    return failed && !answered.has(addressOf(sheet)) && !isOfFonts(sheet)
  })
  const own = sheets.filter((sheet) => sheet.fate === 'sent' && !isOfFonts(sheet))
  return lost || (own.length > 0 && own.every(({ status }) => status >= 400))
}

function isOfFonts(sheet: Snapshot['requests'][number]): boolean {
  return /font/i.test(addressOf(sheet))
}

/** Scripts that make style sheets of class names. */
const writesStyles = /tailwindcss|unocss|twind\b|windicss/i

function addressOf({ host, pathPattern }: Snapshot['requests'][number]): string {
  return host + pathPattern
}
