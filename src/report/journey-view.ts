import { stages } from '../shared/taxonomy.ts'
import { flowChart, type JourneyPoint } from './charts.ts'
import type { Markup } from './markup.ts'
import type { AuditResult } from './result.ts'
import type { StageView } from './stage-view.ts'
import type { Translator } from './strings.ts'

/** The stages as points of the picture on the first screen. */
export function journeyPoints(views: readonly StageView[], { t, number, percent }: Translator): JourneyPoint[] {
  return views.map(({ id, score, scored, judged, steps, mostToWin }) => ({
    name: t(`stage.${id}`),
    value: scored ? number(score) : '–',
    note: scored ? t('journey.judged', { share: percent(judged), count: steps }) : t('journey.unscored'),
    score,
    scored,
    judged,
    flag: mostToWin ? t('journey.mostToWin') : '',
  }))
}

/** Where pages lead, as a picture. */
export function flowPicture({ journey }: AuditResult, { t }: Translator): Markup {
  const ids: readonly string[] = stages
  const flows = journey.flows
    .map(({ from, to, pages }) => ({ from: ids.indexOf(from), to: ids.indexOf(to), pages }))
    .filter(({ from, to }) => from >= 0 && to >= 0)
  const names = stages.map((id) => t(`stage.${id}`))
  const list = flows.map(({ from, to, pages }) =>
    t('flows.arc', { from: names[from] ?? '', to: names[to] ?? '', pages }),
  )
  return flowChart(names, flows, t('flows.alternative', { list: list.join('; ') }))
}
