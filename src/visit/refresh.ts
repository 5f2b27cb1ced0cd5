/** A page that sends its visitors on: `<meta http-equiv="refresh">` or the `Refresh` header. */
export interface Refresh {
  seconds: number
  url: string
}

/** Longest wait that still counts as a redirect; a page that stays longer is meant to be read. */
const redirectSeconds = 5
/** Metas stand in the head; a page that refreshes from below that much text is not read for it. */
const headLimit = 100_000

/** Where a page moves its visitors within five seconds; undefined when it stays, or only loads itself again. */
export function quickRefresh(html: string, headers: Record<string, string>, pageUrl: string): string | undefined {
  const refresh = readRefresh(headers['refresh'] ?? '', pageUrl) ?? readRefresh(metaContent(html), pageUrl)
  if (!refresh || refresh.seconds > redirectSeconds) return undefined
  const withoutFragment = (url: string): string => url.split('#')[0] ?? url
  return withoutFragment(refresh.url) === withoutFragment(pageUrl) ? undefined : refresh.url
}

function metaContent(html: string): string {
  const head = html
    .slice(0, headLimit)
    .replace(/<!--[\s\S]*?-->|<(script|noscript|style|template)\b[\s\S]*?<\/\1\s*>/gi, '')
  for (const [tag] of head.matchAll(/<meta\b[^>]{0,2000}>/gi)) {
    if (!/http-equiv\s*=\s*["']?refresh\b/i.test(tag)) continue
    const content = /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)
    if (content) return (content[1] ?? content[2] ?? content[3] ?? '').replaceAll('&amp;', '&')
  }
  return ''
}

/** The value as browsers read it: `5; url=/next`, also with quotes, a comma, or no `url=`. */
function readRefresh(value: string, base: string): Refresh | undefined {
  const parts = /^\s*(\d+)(?:\.\d*)?\s*(?:[;,]|\s)\s*(?:url\s*=\s*)?(.+)$/is.exec(value)
  if (!parts) return undefined
  const target = (parts[2] ?? '').trim().replace(/^(["'])(.*?)\1?$/s, '$2')
  if (!target || !URL.canParse(target, base)) return undefined
  const url = new URL(target, base)
  return url.protocol === 'http:' || url.protocol === 'https:'
    ? { seconds: Number(parts[1]), url: url.href }
    : undefined
}
