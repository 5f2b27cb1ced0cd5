import { z } from 'zod'
import { formPurposes } from '../shared/taxonomy.ts'
import { Where } from './where.ts'

/** What a field asks for: autofill tokens where the HTML standard has one, our own words where it has none. */
export const fieldPurposes = [
  'name',
  'given-name',
  'additional-name',
  'family-name',
  'honorific-prefix',
  'nickname',
  'username',
  'email',
  'tel',
  'tel-country-code',
  'organization',
  'organization-title',
  'url',
  'street-address',
  'address-line1',
  'address-line2',
  'house-number',
  'postal-code',
  'address-level1',
  'address-level2',
  'country',
  'cc-name',
  'cc-number',
  'cc-exp',
  'cc-exp-month',
  'cc-exp-year',
  'cc-csc',
  'cc-type',
  'current-password',
  'new-password',
  'one-time-code',
  'bday',
  'bday-day',
  'bday-month',
  'bday-year',
  'sex',
  'message',
  'subject',
  'search',
  'quantity',
  'amount',
  'date',
  'time',
  'people',
  'file',
  'rating',
  'coupon',
  'consent',
  'opt-in',
  'remember-me',
  'captcha',
  'option',
  'language',
  'other',
] as const

export const Field = z
  .object({
    index: z.int().describe('Place among all input, select and textarea elements of the page'),
    name: z.string().describe('Its name attribute'),
    type: z.string().describe('Input type, or select, textarea'),
    purpose: z.enum(fieldPurposes).describe('What it asks for'),
    label: z.string().describe('The name that a visitor sees or hears; empty when there is none'),
    labelSource: z
      .enum(['label', 'wrapping-label', 'aria', 'title', 'placeholder', 'nearby-text', 'none'])
      .describe('Where the label comes from'),
    required: z.boolean().describe('By attribute, aria-required or a mark in the label'),
    autocomplete: z.string().describe('Its autocomplete attribute, lower case'),
    inputmode: z.string(),
    hidden: z.boolean().describe('Type hidden, or not rendered'),
    honeypot: z.boolean().describe('A trap for robots'),
    prefilled: z.boolean(),
    readOnly: z.boolean().describe('Read-only or disabled'),
    checked: z.boolean().describe('A checkbox or radio that is on from the start'),
    hint: z.string().describe('Placeholder or format hint'),
    where: Where,
  })
  .meta({ id: 'Field' })

export const Form = z
  .object({
    index: z.int().describe('Place among the <form> elements of the page; -1 for a formless one or one inside a frame'),
    purpose: z.enum(formPurposes).describe('What the form is for'),
    confidence: z.number().describe('0 to 1'),
    cues: z.array(z.string()).describe('What decided'),
    method: z.enum(['get', 'post', 'dialog']),
    action: z.string().describe('Absolute address it submits to, without query'),
    vendor: z.string().describe('Form service behind it (hubspot, mailchimp, typeform …); empty when none is known'),
    fields: z.array(Field),
    visibleFields: z
      .int()
      .describe(
        'Fields as a person counts them: a name pair, date, address block or radio group is one; no hidden, honeypot, consent, captcha',
      ),
    requiredFields: z.int(),
    submit: z.string().describe('Text of its submit control; empty when there is none'),
    heading: z.string().describe('Nearest heading or legend before its fields'),
    visible: z.boolean().describe('Shown when the page opens, as far as can be told'),
    reassurance: z.boolean().describe('Words on privacy, price, reply time or cancelling beside the submit control'),
    where: Where,
  })
  .meta({ id: 'Form' })
