// Chromium heeds only the last `--disable-features` that it is given, and ours comes after Playwright's: so
// Playwright's own list is repeated here. test/setup/browser-flags.test.ts compares it with the installed version.
const playwrightDisabledFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]

// Form contents sent to Google's autofill service; pages offered to its translator; reports and federated log-ins that the
// network service sends by itself, past interception and through the proxy's tunnels.
const ownDisabledFeatures = ['AutofillServerCommunication', 'Translate', 'Reporting', 'NetworkErrorLogging', 'FedCm']

export interface BrowserFlagOptions {
  /** False only where the sandbox can't work: as root, or after the browser said so. */
  sandbox: boolean
  /** The local forward proxy that everything goes through, loopback too. */
  proxyUrl?: string | undefined
}

/** The flags for every Chromium that we start, Lighthouse's too: no talk of its own, nothing a page could slip past us. */
export function browserFlags({ sandbox, proxyUrl }: BrowserFlagOptions): string[] {
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-domain-reliability',
    '--no-pings',
    '--no-first-run',
    '--disable-gpu',
    // A shared worker's POST over HTTPS passes interception and a CONNECT proxy unseen.
    '--disable-shared-workers',
    `--disable-features=${[...playwrightDisabledFeatures, ...ownDisabledFeatures].join(',')}`,
    ...(sandbox ? [] : ['--no-sandbox']),
    // Without `<-loopback>` Chromium reaches 127.0.0.1 past the proxy.
    ...(proxyUrl === undefined ? [] : [`--proxy-server=${proxyUrl}`, '--proxy-bypass-list=<-loopback>']),
  ]
}
