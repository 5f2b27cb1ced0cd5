import pc from 'picocolors'
import type { AuditEvent, OnEvent, Phase } from '../shared/events.ts'

const phaseNames: Record<Phase, string> = {
  robots: 'reading robots.txt',
  sitemaps: 'reading sitemaps',
  pages: 'reading pages',
  rendering: 'looking at pages',
  journeys: 'walking journeys',
  judging: 'judging',
  lighthouse: 'measuring speed',
  report: 'writing the report',
}

export interface ProgressLine extends Disposable {
  onEvent: OnEvent
  /** Prints a line above the progress line. */
  say(text: string): void
}

/**
 * One steady line on stderr: what is going on, pages done and known, rate, time left. On a terminal it is rewritten in
 * place; elsewhere a line is printed every ten seconds, so that a log stays readable.
 */
export function progressLine(stream: NodeJS.WriteStream, options: { quiet: boolean; maxTimeMs: number }): ProgressLine {
  const started = performance.now()
  const recent: number[] = []
  let phase: Phase | undefined
  let done = 0
  let known = 0
  let queued = 0
  let drawn = ''
  let printed = 0
  const live = stream.isTTY && !options.quiet

  const text = (): string => {
    if (!phase) return ''
    const seconds = (performance.now() - started) / 1000
    const parts = [phaseNames[phase]]
    if (phase === 'pages' || phase === 'rendering') {
      const rate =
        recent.length < 2 ? 0 : (recent.length - 1) / Math.max(0.1, ((recent.at(-1) ?? 0) - (recent[0] ?? 0)) / 1000)
      parts.push(`${done} done`, `${known} known`)
      if (rate > 0) parts.push(`${rate.toFixed(1)}/s`)
      if (rate > 0 && queued > 0)
        parts.push(`about ${duration(Math.min(queued / rate, options.maxTimeMs / 1000 - seconds))} left`)
    }
    parts.push(duration(seconds))
    return parts.join(' · ')
  }
  const clear = (): void => {
    if (live && drawn) stream.write('\r\u001b[K')
    drawn = ''
  }
  const draw = (): void => {
    const line = text().slice(0, Math.max(20, (stream.columns ?? 100) - 1))
    if (live) {
      stream.write(`\r\u001b[K${pc.dim(line)}`)
      drawn = line
    } else if (!options.quiet && performance.now() - printed > 10_000) {
      printed = performance.now()
      stream.write(`${line}\n`)
    }
  }
  const timer = live ? setInterval(draw, 250) : undefined
  timer?.unref()

  const onEvent = (event: AuditEvent): void => {
    if (event.type === 'phase') {
      phase = event.phase
      recent.length = 0
    } else if (event.type === 'page') {
      done = event.progress.done
      known = event.progress.known
      queued = event.progress.queued
      recent.push(performance.now())
      if (recent.length > 30) recent.shift()
    } else if (event.type === 'warning' && !options.quiet) {
      clear()
      stream.write(`${pc.yellow('note')} ${event.message}\n`)
    }
    draw()
  }
  return {
    onEvent,
    say(line) {
      clear()
      if (!options.quiet) stream.write(`${line}\n`)
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      clear()
    },
  }
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
