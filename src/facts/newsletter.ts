import type { AnyNode, Element } from 'domhandler'
import { z } from 'zod'
import { readableText } from '../snapshot/document.ts'
import { accessibleName } from './dom/accessible-name.ts'
import { defineDetector } from './detector.ts'
import { forms, readingsOf } from './forms.ts'
import { headingBefore } from './forms/words.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { vendorMatches } from './vendors/matches.ts'
import { Where } from './dom/where.ts'

export const NewsletterOffer = z
  .object({
    how: z
      .enum(['form', 'formless', 'vendor', 'pop-up', 'opt-in', 'link'])
      .describe('link: only a link to a sign-up page'),
    fields: z.int().describe('Fields as a person counts them; 0 when not known'),
    benefit: z.boolean().describe('Says what subscribers get or how often'),
    where: Where,
  })
  .meta({ id: 'NewsletterOffer' })
export type NewsletterOffer = z.infer<typeof NewsletterOffer>

const mostLinks = 10

/** Every way to subscribe that the page offers: forms, boxes inside other forms, vendors' sign-ups, links to one. */
export const newsletter = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(NewsletterOffer)
    .describe(
      'Every way to subscribe that the page offers: forms, boxes inside other forms, vendors’ sign-ups, links to one.',
    ),
  needs: { forms },
  detect(input) {
    const { $, vocabulary, where, facts } = input
    const tree = treeOf($)
    const offers: NewsletterOffer[] = []
    const taken = new Set<unknown>()
    const readings = readingsOf(input)
    facts.forms.forEach((form, index) => {
      const reading = readings[index]
      if (!reading) return
      const { element } = reading.scope
      const isPopUp = form.where.region === 'dialog' || inModal(element)
      if (form.purpose === 'newsletter') {
        taken.add(element)
        const words = `${reading.evidence.text} ${form.heading} ${around(element)}`
        const how = isPopUp ? 'pop-up' : reading.scope.formless ? 'formless' : 'form'
        offers.push({
          how,
          fields: form.visibleFields,
          benefit: vocabulary.mentions('newsletter.benefit', words),
          where: form.where,
        })
        return
      }
      if (form.purpose === 'login' || form.purpose === 'search') return
      const box = form.fields.find(
        (field) =>
          field.type === 'checkbox' &&
          !field.honeypot &&
          isSubscription(field.label, field.name, field.purpose === 'consent'),
      )
      if (box)
        offers.push({
          how: 'opt-in',
          fields: 1,
          benefit: vocabulary.mentions('newsletter.benefit', box.label),
          where: box.where,
        })
    })
    if (!offers.some((offer) => offer.how !== 'opt-in')) {
      const shell = vendorMatches(input).find(({ vendor, how, element }) => {
        if (!element || how === 'link' || taken.has(element)) return false
        if (vendor.kind === 'newsletter') return how !== 'script'
        // A form that its service draws later; what for, the heading above it says.
        return (
          vendor.kind === 'form' && isHeaded(element) && !readings.some(({ scope }) => isAround(element, scope.element))
        )
      })
      if (shell?.element)
        offers.push({ how: 'vendor', fields: 0, benefit: false, where: where(shell.element, shell.vendor.vendor) })
    }
    for (const link of tagged(tree, 'a')) {
      if (offers.filter((offer) => offer.how === 'link').length >= mostLinks) break
      const href = link.attribs['href'] ?? ''
      if (href === '' || tree.hidden.has(link)) continue
      const name = accessibleName(link, tree, 60)
      if (name === '' || name.split(/\s+/).length > 6 || !vocabulary.mentions('newsletter.link', name)) continue
      offers.push({ how: 'link', fields: 0, benefit: false, where: where(link, name) })
    }
    return offers

    function isSubscription(label: string, name: string, isConsent: boolean): boolean {
      // Consent to terms may mention a newsletter that one does not sign up for here.
      if (isConsent)
        return vocabulary.inAnyLanguage('field.opt-in', label) && !vocabulary.inAnyLanguage('link.legal', label)
      if (vocabulary.inAnyLanguage('form.comment', label)) return false
      return (
        vocabulary.inAnyLanguage('form.newsletter', label) ||
        vocabulary.inAnyLanguage('field.opt-in', label) ||
        (label === '' && vocabulary.code('form.newsletter', name))
      )
    }

    function isHeaded(element: Element): boolean {
      return vocabulary.inAnyLanguage('form.newsletter', headingBefore(element, [], tree))
    }

    function inModal(element: Element): boolean {
      let node = element
      for (let depth = 0; depth < 8; depth++) {
        const { attribs } = node
        if (vocabulary.code('modal.class', `${attribs['id'] ?? ''} | ${attribs['class'] ?? ''}`.slice(0, 200)))
          return true
        if (!node.parent || !('attribs' in node.parent)) return false
        node = node.parent as typeof node
      }
      return false
    }
  },
})

/** One of the two holds the other. */
function isAround(element: Element, form: Element): boolean {
  const holds = (outer: Element, inner: Element): boolean => {
    let node: AnyNode | null = inner
    for (let depth = 0; node && depth < 200; depth++, node = node.parent) if (node === outer) return true
    return false
  }
  return holds(element, form) || holds(form, element)
}

/** Words of the block that holds a form, where what readers get is often said. */
function around(element: Element): string {
  const parent = element.parent
  return parent && 'attribs' in parent && parent.name !== 'body'
    ? readableText(parent as typeof element, { limit: 600 })
    : ''
}
