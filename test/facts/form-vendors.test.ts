import { expect, test } from 'vitest'
import { vendors } from './page-facts.ts'
import { factsOf } from './own-pages.ts'

test('the service behind a form is told by where it is sent or by what stands around it', () => {
  const forms = factsOf('forms-of-services', undefined, { vendors }).forms!
  expect(forms.map((form) => form.vendor)).toEqual([
    'mailchimp',
    'brevo',
    'rapidmail',
    'cleverreach',
    'convertkit',
    'aweber',
    'klaviyo',
    'activecampaign',
    'salesforce-web-to-lead',
    'zoho-crm',
    'contact-form-7',
    'gravity-forms',
    'wpforms',
    'elementor-forms',
    'formidable-forms',
    'webflow-forms',
    'mailpoet',
    'pardot',
  ])
})

test('forms and bookings that a service draws are known without fields', () => {
  const found = new Set(factsOf('services-without-fields', undefined, { vendors }).widgets!.map(({ vendor }) => vendor))
  expect(
    [
      'typeform',
      'hubspot',
      'jotform',
      'google-forms',
      'calendly',
      'cal-com',
      'opentable',
      'thefork',
      'resmio',
      'quandoo',
      'doctolib',
      'treatwell',
      'booksy',
      'acuity',
      'simplybook',
      'bookly',
      'amelia',
      'supersaas',
      'booking-com',
      'simple-booking',
      'zenchef',
    ].filter((vendor) => !found.has(vendor)),
  ).toEqual([])
})

test('an address for a service that sends letters is a newsletter, whatever the button says', () => {
  const [form] = factsOf('newsletter-of-a-service', undefined, { vendors }).forms!
  expect([form!.purpose, form!.cues[0]]).toEqual(['newsletter', 'form of cleverreach'])
})
