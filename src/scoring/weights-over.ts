import { z } from 'zod'
import { readYaml } from '../config/yaml-file.ts'
import { UsageError } from '../shared/errors.ts'
import { Weights } from './weights.ts'

const PartialWeights = loosened(Weights)

/** A client's `stages.yaml`: only the numbers that differ, laid over ours. @throws UsageError with place and hint */
export function weightsOver(base: Weights, text: string, place: string): Weights {
  const over = readYaml(text, place, PartialWeights, 'bad-rules')
  const whole = Weights.safeParse(laidOver(base, over))
  if (whole.success) return whole.data
  throw new UsageError(
    'bad-rules',
    whole.error.issues.map((issue) => ({ place, message: `"${issue.path.join('.')}": ${issue.message}` })),
  )
}

/** The same shape with every key optional. */
function loosened(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>
    return z.strictObject(
      Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, loosened(inner).optional()])),
    )
  }
  if (schema instanceof z.ZodRecord) {
    return z.partialRecord(schema.keyType as z.ZodEnum, loosened(schema.valueType as z.ZodType))
  }
  return schema
}

function laidOver(base: unknown, over: unknown): unknown {
  if (!isRecord(over) || !isRecord(base)) return over ?? base
  const keys = new Set([...Object.keys(base), ...Object.keys(over)])
  return Object.fromEntries([...keys].map((key) => [key, key in over ? laidOver(base[key], over[key]) : base[key]]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
