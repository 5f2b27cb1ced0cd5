import type { Confidence, Effort, EvidenceLevel, Severity } from '../shared/taxonomy.ts'
import type { Weights } from './weights.ts'

export interface PriorityParts {
  severity: Severity
  confidence: Confidence
  evidence: EvidenceLevel
  effort: Effort
  /** Share of the judged importance that the finding touches, 0 to 1. */
  reach: number
}

/** One number orders everything: severity × confidence × evidence × reach ÷ effort. Reach counts by its square root, so that one money page is not drowned by a thousand articles. */
export function priorityOf(parts: PriorityParts, weights: Weights): number {
  const value =
    (weights.severity[parts.severity] *
      weights.confidence[parts.confidence] *
      weights.evidence[parts.evidence] *
      Math.sqrt(Math.max(parts.reach, 0.01))) /
    weights.effort[parts.effort]
  return Math.round(value * 1000) / 1000
}

/** ICE, each part 1 to 10, derived from the same parts as the priority so that the two never disagree in direction. */
export function iceOf(
  parts: PriorityParts,
  weights: Weights,
): { impact: number; confidence: number; ease: number; score: number } {
  const impact = clamp(weights.severity[parts.severity] * (0.5 + 0.5 * Math.sqrt(parts.reach)))
  const confidence = clamp(10 * weights.confidence[parts.confidence] * weights.evidence[parts.evidence])
  const ease = clamp(10 / weights.effort[parts.effort])
  return { impact, confidence, ease, score: Math.round((impact * confidence * ease) / 10) / 10 }
}

function clamp(value: number): number {
  return Math.round(Math.min(10, Math.max(1, value)) * 10) / 10
}
