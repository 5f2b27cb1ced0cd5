import type { PageFacts } from '../../src/facts/index.ts'
import type { FormPurpose, PageType } from '../../src/shared/taxonomy.ts'
import { truthsOf } from '../models/field-truths.ts'
import { formClassOf, simpleFormClass } from '../models/form-samples.ts'
import type { LabelledPage } from '../models/corpora.ts'
import { judgePresence, judgeSet, none, type Judged } from './score.ts'

/** What the publishers' labels say of the facts of a page. */
export function judgeByCorpus(page: LabelledPage, facts: PageFacts): Judged[] {
  switch (page.corpus) {
    case 'formasaurus':
      return [...judgeForms(page, facts), ...judgeFields(page, facts)]
    case 'fx-autofill':
    case 'ddg-forms':
      return judgeFields(page, facts)
    case 'wcxb':
      return judgeShape(page, facts)
    case 'products':
      return judgePrice(page, facts)
    case 'business':
      return judgeContacts(page, facts)
    case 'multilingual':
    case 'recipes':
      return [{ task: `language, ${page.corpus}`, id: page.id, ...languages(page, facts) }]
    default:
      return []
  }
}

function judgeForms(page: LabelledPage, facts: PageFacts): Judged[] {
  const forms: { status: string; form_index: number | null; form_type_simple: string }[] = page.labels.forms
  return forms
    .filter(({ status, form_index: index }) => status === 'ok' && index !== null)
    .map(({ form_index: index, form_type_simple: type }) => {
      const found = facts.forms?.find((form) => form.index === index)
      return {
        task: 'form purpose, formasaurus',
        id: `${page.id}#${index}`,
        truth: formClassOf(type),
        guess: found ? simpleFormClass(found.purpose as FormPurpose) : none,
      }
    })
}

function judgeFields(page: LabelledPage, facts: PageFacts): Judged[] {
  const fields = (facts.forms ?? []).flatMap((form) =>
    form.fields.map((field) => ({ form: form.index, name: field.name, index: field.index, purpose: field.purpose })),
  )
  return truthsOf(page).flatMap(({ control, form, name, accepted }) => {
    const [first] = accepted
    if (first === undefined) return []
    const found = fields.find((field) =>
      control === undefined ? field.form === form && field.name === name : field.index === control,
    )
    const guess = found?.purpose ?? none
    return {
      task: `field purpose, ${page.corpus}`,
      id: `${page.id}#${found?.index ?? control ?? name}`,
      truth: accepted.includes(guess) ? guess : first,
      guess,
    }
  })
}

/** The seven shapes of wcxb by page types of ours. */
const shapeOfType: Partial<Record<PageType, string>> = {
  article: 'article',
  'case-study': 'article',
  press: 'article',
  product: 'product',
  category: 'collection',
  'blog-index': 'listing',
  'resource-hub': 'listing',
  'search-results': 'listing',
  events: 'listing',
  careers: 'listing',
  help: 'documentation',
  faq: 'documentation',
}

function judgeShape(page: LabelledPage, facts: PageFacts): Judged[] {
  const truth: string = page.labels.page_type
  const { shape = none, type } = facts.page ?? {}
  const typed =
    type === undefined ? none : type === 'other' ? (shape === 'forum' ? shape : type) : (shapeOfType[type] ?? 'service')
  return [
    { task: 'page shape, wcxb', id: page.id, truth, guess: shape },
    { task: 'page type as a shape, wcxb', id: page.id, truth, guess: typed },
  ]
}

function judgePrice(page: LabelledPage, facts: PageFacts): Judged[] {
  const truths = ((page.labels.price ?? []) as string[]).map(Number)
  const main = facts.prices?.find((price) => price.main)?.amount
  // As the publishers of these pages count: a wrong price is one too many, and one missed.
  const task = 'price, products'
  const right = main !== undefined && truths.some((truth) => Math.abs(truth - main) < 0.005)
  if (right) return [{ task, id: page.id, truth: 'price', guess: 'price' }]
  return [
    ...(truths.length > 0 ? [{ task, id: `${page.id} ${truths[0]}`, truth: 'price', guess: none }] : []),
    ...(main === undefined ? [] : [{ task, id: `${page.id} ${main}`, truth: none, guess: 'price' }]),
  ]
}

function judgeContacts(page: LabelledPage, facts: PageFacts): Judged[] {
  const entities = page.labels.entities as Record<string, string[]> | null
  if (entities === null) return []
  const points = facts.contactPoints ?? []
  const values = (kind: string): string[] =>
    unique(points.filter((point) => point.kind === kind).map(({ value }) => value))
  const hours = judgePresence(
    'opening hours, business',
    page.id,
    (entities['HOURS'] ?? []).length > 0,
    values('hours').length > 0,
  )
  if (page.labels.entities_note !== null) return [hours]
  // What was marked is text: an address that stands in a link's target alone is none of it.
  const shown = page.html.replaceAll(/mailto:[^"'>\s]*/gi, '').toLowerCase()
  return [
    hours,
    ...judgeSet('phone, business', page.id, 'phone', {
      truths: unique((entities['TEL'] ?? []).map(digits)).filter((number) => number.length > 5),
      found: unique(values('phone').map(digits)),
      same: sameNumber,
    }),
    // The larger set of small-business pages names no address, also where pages show one: nobody marked them there.
    ...(page.labels.source_set === 'us_contact_pages'
      ? judgeSet('e-mail, business', page.id, 'email', {
          truths: unique((entities['EMAIL'] ?? []).map((mail) => mail.trim().toLowerCase())),
          found: unique(values('email').map((mail) => mail.toLowerCase())).filter((mail) => shown.includes(mail)),
          same: (one, other) => one === other,
        })
      : []),
  ]
}

/** Equal digits, but for the country's code or an extension. */
function sameNumber(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.length > 6 && (long.endsWith(short.replace(/^0/, '')) || long.startsWith(short))
}

function languages(page: LabelledPage, facts: PageFacts): Pick<Judged, 'truth' | 'guess'> {
  return { truth: (page.labels.lang ?? none).split('-', 1)[0]!.toLowerCase(), guess: facts.language?.used || none }
}

function digits(text: string): string {
  return text.replace(/\D/g, '')
}

function unique(values: string[]): string[] {
  return [...new Set(values)]
}
