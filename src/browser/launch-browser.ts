import type { Browser } from 'playwright'
import { browserFlags } from './browser-flags.ts'

/** What it takes to start one browser, whoever starts it. */
export interface BrowserStart {
  path: string
  /** The whole environment of the browser's process, where ours will not do. */
  env: Record<string, string> | undefined
  sandbox: boolean
}

export interface LaunchOptions {
  proxyUrl?: string | undefined
  /** Further flags, after ours. */
  args?: readonly string[] | undefined
}

/** Starts a browser without a window. The caller closes it; Ctrl-C is the caller's business too. */
export async function launchBrowser(start: BrowserStart, options: LaunchOptions = {}): Promise<Browser> {
  const { chromium } = await import('playwright')
  return chromium.launch({
    executablePath: start.path,
    headless: true,
    chromiumSandbox: start.sandbox,
    args: [...browserFlags({ sandbox: start.sandbox, proxyUrl: options.proxyUrl }), ...(options.args ?? [])],
    ...(start.env === undefined ? {} : { env: start.env }),
    // Playwright would close the browser and end our process before a report of what there is could be written.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 30_000,
  })
}
