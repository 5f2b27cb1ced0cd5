/** Markup that this program wrote itself. Only such may stand in a report unescaped; text from pages never is one. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Template tag for markup: every value put in is escaped, unless it is markup already. */
export function markup(parts: TemplateStringsArray, ...values: (string | number | Markup | Markup[])[]): Markup {
  let text = parts[0] ?? ''
  for (const [index, value] of values.entries()) text += written(value) + (parts[index + 1] ?? '')
  return new Markup(text)
}

function written(value: string | number | Markup | Markup[]): string {
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(({ text }) => text).join('')
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
