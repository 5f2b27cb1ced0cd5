import type { Knowledge } from './knowledge.ts'
import type { WalkWords } from './walk/acts.ts'

/** What the vocabulary says about things that walks meet, in every language that we can read. */
export function walkWords({ vocabularies, isUnsafe }: Pick<Knowledge, 'vocabularies' | 'isUnsafe'>): WalkWords {
  const words = vocabularies.of('')
  const isCalled = (topic: string, name: string): boolean => words.wholeTopics(name).has(topic)
  return {
    closes: (name) =>
      /^[×✕✖xX]$/.test(name.trim()) || isCalled('overlay.close', name) || isCalled('consent.reject', name),
    opensMenu: (name) => isCalled('link.menu', name),
    removes: (name) => isCalled('cart.remove', name),
    isQuantity: (code) => words.code('field.quantity', code),
    isTelemetry: (path) => words.code('address.telemetry', path),
    actsWhenOpened: isUnsafe,
    isOrder({ name, isLink, submits, fields }) {
      if (isCalled('act.order', name)) return true
      if (isLink) return false
      if (words.inAnyLanguage('act.order', name)) return true
      const asks = (topic: string): boolean => fields.some((code) => words.code(topic, code))
      // Where card data are asked for, the next button may be the last one, whatever it says.
      if (asks('field.cc-number') || asks('field.cc-csc')) return !isCalled('cta.cart', name)
      if (!submits) return false
      const isCalledOneOf = (...topics: string[]): boolean => topics.some((topic) => isCalled(topic, name))
      if (asks('field.payment')) return !isCalledOneOf('cta.checkout', 'cta.cart')
      // "Buy", "Donate" or "Book" on a form that asks who the visitor is sends it off; on a product's it only begins.
      const isPersonal = asks('field.email') || asks('field.tel') || asks('field.postal-code')
      return isPersonal && isCalledOneOf('cta.buy', 'cta.donate', 'cta.book')
    },
  }
}

/** What is never written, whoever allows it: addresses that order or pay, and hosts of those who take payments. */
export function orderAddresses({ vocabularies }: Pick<Knowledge, 'vocabularies'>): (url: URL) => boolean {
  const words = vocabularies.of('')
  return ({ hostname, pathname, search }) =>
    words.code('host.payment', hostname) || words.code('address.order', `${pathname} ${search}`)
}
