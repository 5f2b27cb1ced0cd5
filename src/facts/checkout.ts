import type { Element } from 'domhandler'
import { z } from 'zod'
import { accessibleName } from './dom/accessible-name.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'
import { defineDetector } from './detector.ts'
import { forms } from './forms.ts'
import { page } from './page.ts'
import { moneyIn } from './prices/money.ts'

const Extra = z
  .object({
    text: z.string().describe('What its label says'),
    checked: z.boolean().describe('Chosen before the visitor has done anything'),
    where: Where,
  })
  .meta({ id: 'Extra' })

export const Checkout = z
  .object({
    guest: z.boolean().describe('Some words of the page offer to order without an account'),
    wallets: z.boolean().describe('A button pays by a wallet, which needs no account'),
    extras: z
      .array(Extra)
      .describe('Boxes and choices with a price of their own that are no goods: insurance, gift wrap, donation'),
  })
  .meta({ id: 'Checkout', description: 'What a cart or checkout asks beside the order itself.' })
export type Checkout = z.infer<typeof Checkout>

const limit = 20

/** What a cart or checkout asks beside the order itself. */
export const checkout = defineDetector({
  version: 1,
  reads: 'html',
  needs: { forms, page },
  schema: Checkout,
  detect({ $, facts, vocabulary }) {
    const { type } = facts.page
    if (!/^(?:cart|checkout|login|lead-form|product)$/.test(type)) return { guest: false, wallets: false, extras: [] }
    const tree = treeOf($)
    const extras = facts.forms
      .flatMap((form) => form.fields)
      .filter((field) => field.type === 'checkbox' || field.type === 'radio')
      .filter((field) => !field.hidden && !field.readOnly && hasPrice(field.label))
      .filter((field) => vocabulary.mentions('extra.paid', field.label))
      .slice(0, limit)
      .map(({ label, checked, where }) => ({ text: label, checked, where }))
    return {
      guest: tree.runs.some(({ text }) => vocabulary.mentions('checkout.guest', text)),
      wallets: ['button', 'iframe', 'img', 'div'].some((name) => tagged(tree, name).some(isWallet)),
      extras,
    }

    function isWallet(element: Element): boolean {
      const { id = '', class: classes = '', src = '' } = element.attribs
      if (vocabulary.code('wallet', `${id} | ${classes} | ${src.slice(0, 160)}`)) return true
      return element.name === 'button' && vocabulary.code('wallet', accessibleName(element, tree))
    }
  },
})

/** An amount above nothing. */
function hasPrice(label: string): boolean {
  return moneyIn(label).some(({ amount }) => amount > 0)
}
