import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

// Where each system keeps a Chromium or a browser made from it, most wanted first.
const systemPaths: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/opt/google/chrome/chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/microsoft/msedge/msedge',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    if (folder === undefined) return []
    return [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]
  }),
}

/** The browsers that are installed on this system, as paths. */
export function systemBrowsers(): string[] {
  return (systemPaths[process.platform] ?? []).filter((path) => existsSync(path))
}

/**
 * The browsers that `npx playwright install` put where this version of Playwright looks: the headless shell, which is
 * quieter and starts faster, then the full one. `fullPath` is what Playwright names, whether or not it is there.
 */
export function playwrightBrowsers(fullPath: string): string[] {
  const found = headlessShells(fullPath)
  return existsSync(fullPath) ? [...found, fullPath] : found
}

// <cache>/chromium-1255/chrome-linux64/chrome has its shell in <cache>/chromium_headless_shell-1255/<some folder>/.
function headlessShells(fullPath: string): string[] {
  const revisionFolder = fullPath.split(/[/\\]/).findLast((part) => /^chromium-\d+$/.test(part))
  if (revisionFolder === undefined) return []
  let cache = dirname(fullPath)
  while (basename(cache) !== revisionFolder) cache = dirname(cache)
  const shellFolder = join(dirname(cache), revisionFolder.replace('chromium-', 'chromium_headless_shell-'))
  if (!existsSync(shellFolder)) return []
  const names = ['chrome-headless-shell', 'chrome-headless-shell.exe', 'headless_shell', 'headless_shell.exe']
  return readdirSync(shellFolder)
    .toSorted()
    .flatMap((inner) => names.map((name) => join(shellFolder, inner, name)))
    .filter((path) => existsSync(path))
}
