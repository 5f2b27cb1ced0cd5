import type { Snapshot } from '../../snapshot/schema.ts'

/**
 * Did a style sheet fail to arrive that visitors get? Then boxes and colours were measured of a page that nobody sees. A
 * sheet that the server itself answers with an error is missing for visitors, too; sheets of fonts alone move little.
 */
export function lacksStyles({ requests }: Pick<Snapshot, 'requests'>): boolean {
  const sheets = requests.filter(({ type }) => type === 'stylesheet')
  const arrived = new Set(sheets.filter(({ fate }) => fate === 'sent').map(addressOf))
  return sheets.some((sheet) => {
    const isLost = sheet.fate === 'failed' || sheet.fate === 'refused'
    return isLost && !arrived.has(addressOf(sheet)) && !/font/i.test(addressOf(sheet))
  })
}

function addressOf({ host, pathPattern }: Snapshot['requests'][number]): string {
  return host + pathPattern
}
