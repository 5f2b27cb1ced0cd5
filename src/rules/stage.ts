import {
  microConversionStage,
  pageTypeStage,
  type MicroConversion,
  type PageType,
  type Stage,
} from '../shared/taxonomy.ts'
import type { Rule } from './schema.ts'

/**
 * The stage that a verdict is charged to. A goal counts as purchase whatever its kind; a rule with a stage of its own has
 * that; `by-target` takes the stage of the micro-conversion, else the one that the page mainly serves.
 */
export function stageOf(
  rule: Pick<Rule, 'stage'>,
  microConversion: MicroConversion | 'none',
  pageType: PageType,
  goals: readonly MicroConversion[],
): Stage | 'none' {
  if (microConversion !== 'none' && goals.includes(microConversion)) return 'purchase'
  if (rule.stage !== 'by-target') return rule.stage
  return microConversion === 'none' ? pageTypeStage[pageType] : microConversionStage[microConversion]
}
