// Who may import whom, in one list: the lint configuration and test/import-order.test.ts are both made from it.

/** The pipeline, left to right: a folder may use those before it. */
const pipeline = [
  'shared',
  'config',
  'snapshot',
  'facts',
  'templates',
  'journey',
  'rules',
  'scoring',
  'report',
] as const

/** These turn what was kept into a report, and so give the same bytes on every machine: no disk, network, clock, chance. */
export const pureFolders: readonly string[] = pipeline.slice(pipeline.indexOf('snapshot'))

/**
 * Each folder of src with the folders that it may import besides itself. What is not listed (commands/, files in src itself) wires the
 * others together and may import anything; no folder imports it unless it says so here.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(pipeline.map((folder, place) => [folder, pipeline.slice(0, place)])),
  discover: ['shared', 'config', 'snapshot'],
  isolation: ['shared', 'config', 'snapshot'],
  browser: ['shared', 'config'],
  visit: ['shared', 'config', 'snapshot', 'isolation', 'browser', 'discover'],
  probe: ['shared', 'config', 'snapshot', 'isolation', 'browser', 'discover'],
  walk: ['shared', 'config', 'snapshot', 'isolation', 'browser', 'visit'],
  queue: ['shared', 'snapshot'],
  // Walks the frontier; its types stand in crawl.ts beside it.
  crawl: ['shared', 'config', 'snapshot', 'isolation', 'browser', 'discover', 'queue', 'store', 'visit', 'crawl.ts'],
  store: ['shared', 'snapshot', 'facts', 'templates', 'journey', 'rules', 'scoring'],
}

/** Node's modules that reach disk, network, clock, environment or other processes. */
export const reachingModules = [
  'child_process',
  'dgram',
  'dns',
  'dns/promises',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'net',
  'os',
  'perf_hooks',
  'process',
  'readline',
  'sqlite',
  'timers',
  'timers/promises',
  'tls',
  'worker_threads',
] as const

/** Packages that start a browser or open connections. */
export const reachingPackages = ['playwright', 'playwright-core', 'lighthouse', 'puppeteer-core', 'undici'] as const

/** Why `folder` may not import `other`, as a sentence. */
export function importReason(folder: string, other: string): string {
  const { [folder]: allowed = [] } = mayImport
  const list = allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')
  return `src/${folder} may import ${list}; ${other} is not among them: data flows one way (tools/import-order.ts).`
}
