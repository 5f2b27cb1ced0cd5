import { createHash } from 'node:crypto'
import Handlebars from 'handlebars'
import type { TemplateLayer } from '../config/report-templates.ts'
import { UsageError } from '../shared/errors.ts'
import { palette, type Brand } from './brand.ts'
import { Markup } from './markup.ts'
import type { Translator } from './strings.ts'
import { templateHelpers } from './template-helpers.ts'
import type { View } from './view.ts'

/** How a page looks and speaks, whatever it says. */
export interface Look {
  layers: readonly TemplateLayer[]
  brand: Brand
  logo: string
  translator: Translator
}

export type Page = (view: View) => string

/**
 * Makes a page from `<name>.hbs`. Templates are compiled in an instance of their own, strictly: a field that the view
 * lacks, or a helper that we don't have, stops with the template's name. The page allows itself its own style and
 * script by hash, and pictures that it holds; nothing else can run or load.
 */
export function compilePage(name: string, look: Look): Page {
  const { layers, brand, logo, translator } = look
  const files = mergedTexts(layers)
  const source = files.get(`${name}.hbs`)
  if (source === undefined) {
    throw new UsageError('bad-config', { message: `No template “${name}.hbs”.`, place: layers.at(-1)?.folder ?? '' })
  }
  const style = `${paletteCss(brand)}${compactCss(layers.map(({ texts }) => texts.get('theme.css') ?? '').join('\n'))}`
  const script = (files.get('page.js') ?? '').trim()
  if (/<\/style/i.test(style) || /<\/script|<!--/i.test(script)) {
    throw new UsageError('bad-config', {
      message: 'theme.css or page.js holds a closing tag.',
      place: layers.at(-1)?.folder ?? '',
    })
  }
  const policy = [
    `default-src 'none'`,
    `img-src data:`,
    `style-src ${hashSource(style)}`,
    `script-src ${hashSource(script)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')

  const handlebars = Handlebars.create()
  const helpers = templateHelpers(translator)
  const known = Object.fromEntries(Object.keys(helpers).map((helper) => [helper, true]))
  const options = { strict: true, knownHelpersOnly: true, knownHelpers: known, preventIndent: true }
  for (const [helper, run] of Object.entries(helpers)) {
    handlebars.registerHelper(helper, (...values: unknown[]) => {
      const result = (run as (...values: unknown[]) => unknown)(...values) // arguments are checked by the strict template
      return result instanceof Markup ? new handlebars.SafeString(result.text) : result
    })
  }
  for (const [file, text] of files) {
    const partial = /^partials\/([\w-]+)\.hbs$/.exec(file)?.[1]
    if (partial !== undefined)
      handlebars.registerPartial(partial, handlebars.compile(unindented(text).trimEnd(), options))
  }
  const template = handlebars.compile<object>(unindented(source), options)
  const frame = {
    policy,
    style: new handlebars.SafeString(`<style>${style}</style>`),
    script: new handlebars.SafeString(script === '' ? '' : `<script>${script}</script>`),
  }
  return (view) => {
    try {
      return template({ ...view, brand: { ...brand, logo }, frame })
    } catch (cause) {
      if (!(cause instanceof Error) || cause instanceof UsageError) throw cause
      const message = `The template “${name}” cannot be filled: ${cause.message.split('\n')[0] ?? ''}`
      throw new UsageError('bad-config', { message, place: layers.at(-1)?.folder ?? '' }, { cause })
    }
  }
}

function mergedTexts(layers: readonly TemplateLayer[]): Map<string, string> {
  return new Map(layers.flatMap(({ texts }) => [...texts]))
}

function hashSource(text: string): string {
  return text === '' ? `'none'` : `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function paletteCss(brand: Brand): string {
  const { accent, accentOnDark, deep, tint } = palette(brand.accent)
  return `:root{--brand:${accent};--brand-on-dark:${accentOnDark};--brand-deep:${deep};--brand-tint:${tint}}\n`
}

function unindented(text: string): string {
  return text.replace(/^[ \t]+/gm, '')
}

/** Comments and indentation are for people who edit the theme, not for the file that is sent. */
function compactCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s+/gm, '')
    .replace(/\n+/g, '\n')
}
