import type { Browser, BrowserContextOptions } from 'playwright'
import { viewports } from '../snapshot/schema.ts'
import type { TabMode } from './browser-pool.ts'
import type { Cookie } from './browser-tab.ts'

/** How a browser presents itself: as a desk or a phone, quiet, and the same on every machine. */
export function contextOptions(mode: TabMode, browser: Browser, { agentName, locale }: Visitor): BrowserContextOptions {
  const major = browser.version().split('.')[0] ?? ''
  const phone = mode === 'phone'
  const system = phone ? 'Linux; Android 10; K' : 'X11; Linux x86_64'
  return {
    userAgent: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0${
      phone ? ' Mobile' : ''
    } Safari/537.36 ${agentName}`,
    viewport: phone ? viewports.mobile : viewports.desktop,
    ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 3 } : {}),
    ...(locale ? { locale } : {}),
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    acceptDownloads: false,
  }
}

/** A `Cookie` header as cookies of its host: the browser keeps its own header. */
export function cookiesOf(headers: Record<string, string>, url: URL): Cookie[] {
  const line = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? ''
  return line.split(/;\s*/).flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 ? [{ name: pair.slice(0, at).trim(), value: pair.slice(at + 1), url: `${url.origin}/` }] : []
  })
}

/** What is left to be added to each request. */
export function withoutCookie(headersFor: (url: URL) => Record<string, string>): (url: URL) => Record<string, string> {
  return (url) =>
    Object.fromEntries(Object.entries(headersFor(url)).filter(([name]) => name.toLowerCase() !== 'cookie'))
}

/** Who visits. */
export interface Visitor {
  /** Follows the browser's own user agent. */
  agentName: string
  locale?: string
}
