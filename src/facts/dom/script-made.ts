import type { DetectorInput } from '../detector.ts'
import { tagged, treeOf } from './tree.ts'

/** Main text under so many words is little for a page that is complete. */
const fewWords = 60

/** Static HTML that is only a shell: hardly any text, scripts, and a place for them to draw in. */
export function isTemplateOnly(
  { $, vocabulary }: Pick<DetectorInput<Record<never, never>>, '$' | 'vocabulary'>,
  mainWords: number,
): boolean {
  if (mainWords >= fewWords) return false
  const tree = treeOf($)
  const scripts = tagged(tree, 'script').filter(
    ({ attribs }) => attribs['src'] !== undefined || attribs['type'] === 'module',
  )
  if (scripts.length === 0) return false
  const mounts = tree.elements.some(
    ({ name, attribs, children }) =>
      (name === 'div' || name === 'main' || name === 'section' || name.includes('-')) &&
      /^(?:app|root|__next|__nuxt|___gatsby|svelte|q-app|main-app|react-root|app-root|ember-app|application|gatsby-focus-wrapper|page-root|container-app)$/i.test(
        attribs['id'] ?? (name.includes('-') ? name : ''),
      ) &&
      children.filter((child) => child.type === 'tag').length < 4,
  )
  const asks = tagged(tree, 'noscript').some((element) => {
    const text = $(element).text().slice(0, 400)
    return vocabulary.inAnyLanguage('page.no-script', text)
  })
  return mounts || asks
}
