import type { PageFacts } from '../facts/index.ts'

/**
 * Does a phone get another page than a desktop browser does? Not another layout: other offers or other forms. Texts and
 * links vary for many reasons and are not compared.
 */
export function differsForPhones(desktop: PageFacts, phone: PageFacts): boolean {
  return signature(desktop) !== signature(phone)
}

function signature({ offers, forms }: PageFacts): string {
  const steps = [...new Set((offers ?? []).map(({ microConversion }) => microConversion))].toSorted()
  const purposes = (forms ?? []).map(({ purpose, fields }) => `${purpose} ${fields.length}`).toSorted()
  return [...steps, '|', ...purposes].join('\n')
}
