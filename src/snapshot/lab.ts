import { z } from 'zod'

/** What a laboratory measured of one page: a phone on a slow line, made up by Lighthouse. Differs from run to run. */
export const Lab = z
  .object({
    device: z.enum(['mobile', 'desktop']),
    runs: z.int().describe('Measurements that went well; the figures are their medians'),
    spread: z
      .number()
      .describe(
        'How far the largest contentful paint lay apart between runs, as a share of its median; 0 with one run',
      ),
    largestPaint: z.number().describe('Largest contentful paint, milliseconds'),
    layoutShift: z.number().describe('Cumulative layout shift'),
    blocking: z.number().describe('Total blocking time, milliseconds'),
    serverResponse: z.number().describe('Time until the server answered, milliseconds'),
    bytes: z.number().describe('Size of all that was loaded'),
    asksNotifications: z.boolean().describe('Asks for leave to send notifications while it loads'),
    asksLocation: z.boolean().describe('Asks for the visitor’s place while it loads'),
    templates: z.int().describe('Templates of the site that were measured'),
    usualLargestPaint: z.number().describe('Median of the largest contentful paint over the measured templates'),
    usualBlocking: z.number().describe('Median of the total blocking time over the measured templates'),
  })
  .meta({ id: 'Lab', description: 'What Lighthouse measured of this page.' })
export type Lab = z.infer<typeof Lab>

/** What is kept beside the measured figures and is none itself. */
export const besideFigures: ReadonlySet<string> = new Set([
  'largest-contentful-paint-spread',
  'notification-on-start',
  'geolocation-on-start',
])

/** A measurement as it is kept: medians by Lighthouse’s own name of the audit. */
export interface LabRecord {
  url: string
  device: Lab['device']
  /** Empty when it went well. */
  error: string
  metrics: Record<string, number>
  runs: number
}

/** The facts of each page that was measured, by its address. */
export function labFacts(records: readonly LabRecord[]): Map<string, Lab> {
  const measured = records.filter(
    ({ error, metrics }) => error === '' && metrics['largest-contentful-paint'] !== undefined,
  )
  const usual = (name: string): number => median(measured.map(({ metrics }) => metrics[name] ?? 0))
  return new Map(
    measured.map(({ url, device, metrics, runs }) => {
      const of = (name: string): number => metrics[name] ?? 0
      return [
        url,
        {
          device,
          runs,
          spread: of('largest-contentful-paint-spread'),
          largestPaint: of('largest-contentful-paint'),
          layoutShift: of('cumulative-layout-shift'),
          blocking: of('total-blocking-time'),
          serverResponse: of('server-response-time'),
          bytes: of('total-byte-weight'),
          asksNotifications: of('notification-on-start') > 0,
          asksLocation: of('geolocation-on-start') > 0,
          templates: measured.length,
          usualLargestPaint: usual('largest-contentful-paint'),
          usualBlocking: usual('total-blocking-time'),
        },
      ]
    }),
  )
}

/** Several measurements of one page as one: the median of each figure, and how far they lay apart. */
export function medianOf<Result extends LabRecord & { performance: number | null }>(
  results: readonly [Result, ...Result[]],
): Result {
  const good = results.filter(({ error }) => error === '')
  if (good.length === 0) return results[0]
  const paints = good.flatMap(({ metrics }) => metrics['largest-contentful-paint'] ?? [])
  const middle = median(paints)
  const metrics: Record<string, number> = {}
  for (const name of new Set(good.flatMap((result) => Object.keys(result.metrics))))
    metrics[name] = round(median(good.flatMap((result) => result.metrics[name] ?? [])))
  metrics['largest-contentful-paint-spread'] =
    middle === 0 ? 0 : round((Math.max(...paints) - Math.min(...paints)) / middle)
  const performance = good.flatMap((result) => result.performance ?? [])
  return {
    ...results[0],
    error: '',
    performance: performance.length === 0 ? null : Math.round(median(performance)),
    metrics,
    runs: good.reduce((sum, { runs }) => sum + runs, 0),
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** The middle of some numbers; of an even count the mean of the two in the middle. 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2
}
