import type { HelperOptions } from 'handlebars'
import { meter } from './charts.ts'
import { safeUrl } from './link-view.ts'
import { markup, Markup } from './markup.ts'
import type { EmbeddedPicture, Shot } from './picture-book.ts'
import type { Translator } from './strings.ts'

/** What a template may call. Everything returned as text is escaped by the template; only `Markup` is not. */
export function templateHelpers(translator: Translator): Record<string, (...values: never[]) => unknown> {
  return {
    /** A sentence, blanks from the hash: `{{t "found.more" count=3}}`. */
    t: (key: string, options: HelperOptions) => translator.t(key, options.hash as Record<string, string | number>),
    /** The word for an id: `{{term "stage" id}}`; an id that has no word stands for itself. */
    term: (group: string, id: string) => translator.label(`${group}.${id}`, id),
    number: (value: number) => translator.number(value),
    decimal: (value: number) => translator.number(value, 1),
    percent: (share: number) => translator.percent(share),
    safeUrl: (address: string) => safeUrl(address),
    eq: (a: unknown, b: unknown) => a === b,
    gt: (a: number, b: number) => a > b,
    plus: (a: number, b: number) => a + b,
    meter: (share: number) => meter(share),
    /** Markup that the view made, such as a chart. Anything else is escaped. */
    chart: (value: unknown) => (value instanceof Markup ? value : markup`${String(value)}`),
    pictures: (pictures: EmbeddedPicture[]) => pictureLibrary(pictures),
    shotImage: (shot: Shot, label: string) => shotImage(shot, label),
  }
}

/** Every picture once, out of sight; the shots point to them. */
function pictureLibrary(pictures: readonly EmbeddedPicture[]): Markup {
  if (pictures.length === 0) return markup``
  return markup`<svg class="library" width="0" height="0" aria-hidden="true" focusable="false"><defs>${pictures.map(
    ({ id, href, width, height }) =>
      markup`<image id="${id}" width="${width}" height="${height}" preserveAspectRatio="none" href="${href}"/>`,
  )}</defs></svg>`
}

function shotImage({ picture, viewBox, width, height, mark, around }: Shot, label: string): Markup {
  return markup`<svg class="shot" viewBox="${viewBox}" width="${width}" height="${height}" role="img" aria-label="${label}"><use href="#${picture}"/><path class="shade" fill-rule="evenodd" d="${around}"/><rect class="mark-halo" x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" rx="5"/><rect class="mark" x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" rx="5"/></svg>`
}
