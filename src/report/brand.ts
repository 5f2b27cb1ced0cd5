import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { TemplateLayer } from '../config/report-templates.ts'
import { UsageError, type Mistake } from '../shared/errors.ts'
import { contrastRatio, mixColors, parseHex, withLightness } from './color.ts'

const Hex = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #0b5d6b')

/** What makes a report somebody's own. Everything that is left out stays as the layer below has it. */
export const Brand = z.strictObject({
  name: z.string().min(1).max(60).describe('Who the report is from'),
  accent: Hex.describe('The one colour of the report; made darker or lighter where text could not be read on it'),
  logo: z.string().default('').describe('A picture in the brand’s folder; empty for the name in letters'),
  footer: z.string().max(300).default('').describe('A line under every report'),
  contact: z.string().max(300).default('').describe('Whom to ask about this report'),
})
export type Brand = z.infer<typeof Brand>

/** The brand of all layers together. */
export function loadBrand(layers: readonly TemplateLayer[]): Brand {
  let merged: Record<string, unknown> = {}
  let place = 'brand.yaml'
  for (const { texts, folder } of layers) {
    const text = texts.get('brand.yaml')
    if (text === undefined) continue
    place = `${folder}/brand.yaml`
    const lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: lines })
    const complaint = document.errors[0]
    if (complaint) {
      const { line, col } = lines.linePos(complaint.pos[0])
      throw new UsageError('bad-config', {
        message: complaint.message.split('\n')[0] ?? '',
        place: `${place}:${line}:${col}`,
      })
    }
    merged = { ...merged, ...(document.toJS() as Record<string, unknown> | null) } // the schema below checks it
  }
  const parsed = Brand.safeParse(merged)
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map((issue): Mistake => ({
    message: `${issue.path.join('.')}: ${issue.message}`,
    place,
  }))
  throw new UsageError('bad-config', mistakes)
}

/** A colour for each job, on white paper and on dark, derived from the one accent so that text can always be read. */
export interface Palette {
  accent: string
  accentOnDark: string
  deep: string
  tint: string
  /** The accent as given could not carry text on white; a darker one is used. */
  adjusted: boolean
}

const white = parseHex('#ffffff')
const ink = parseHex('#0d1420')
const darkPaper = parseHex('#161d29')

/** Derives the palette. WCAG 2.2 AA asks for 4.5 to 1; the accent also stands on tinted paper, hence a little more. */
export function palette(accent: string): Palette {
  const given = parseHex(accent)
  const onWhite = toward(given, ink, (color) => contrastRatio(color, white) >= 5.6)
  const lighter = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85].map((lightness) => withLightness(given, lightness))
  const onDark = lighter.find((color) => contrastRatio(color, darkPaper) >= 7.5) ?? white
  const deep = toward(mixColors(given, ink, 0.62), ink, (color) => contrastRatio(color, white) >= 12)
  return {
    accent: onWhite.hex,
    accentOnDark: onDark.hex,
    deep: deep.hex,
    tint: mixColors(given, white, 0.92).hex,
    adjusted: onWhite.hex !== given.hex,
  }
}

function toward(
  from: ReturnType<typeof parseHex>,
  to: typeof from,
  good: (color: typeof from) => boolean,
): typeof from {
  for (let step = 0; step <= 20; step++) {
    const color = mixColors(from, to, step / 20)
    if (good(color)) return color
  }
  return to
}

/** The logo as a data address; undefined without one. An SVG that could do more than be drawn is refused. */
export function brandLogo(brand: Brand, layers: readonly TemplateLayer[]): string | undefined {
  if (brand.logo === '') return undefined
  const layer = layers.findLast(({ pictures }) => pictures.has(brand.logo))
  const bytes = layer?.pictures.get(brand.logo)
  if (!layer || !bytes) {
    throw new UsageError('bad-config', {
      message: `The logo “${brand.logo}” is not in the template’s folder.`,
      place: `${layers.at(-1)?.folder ?? ''}/brand.yaml`,
      hint: 'Put an SVG, PNG, JPEG or WebP file beside brand.yaml.',
    })
  }
  const ending = brand.logo.split('.').at(-1)?.toLowerCase() ?? ''
  if (
    ending === 'svg' &&
    /<script|<foreignObject|\son\w+\s*=|javascript:|<!ENTITY|@import|href\s*=\s*["']?(?!#|data:image)/i.test(
      Buffer.from(bytes).toString('utf8'),
    )
  ) {
    throw new UsageError('bad-config', {
      message: 'The logo holds scripts or points to other files.',
      place: `${layer.folder}/${brand.logo}`,
      hint: 'Export it as plain SVG, or use a PNG.',
    })
  }
  const type = ending === 'svg' ? 'svg+xml' : ending === 'jpg' ? 'jpeg' : ending
  return `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`
}
