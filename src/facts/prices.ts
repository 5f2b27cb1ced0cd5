import { z } from 'zod'
import { defineDetector, type DetectorInput } from './detector.ts'
import { availabilities, bestOf, pageAvailability, type Availability } from './prices/availability.ts'
import { mainPrice } from './prices/choice.ts'
import { pricesInText, type PriceInText } from './prices/in-text.ts'
import { pagePlaces, type PagePlaces } from './prices/places.ts'
import { publishedPrices, type PublishedPrice } from './prices/published.ts'
import { Where } from './dom/where.ts'

export const Price = z
  .object({
    text: z.string(),
    amount: z.number(),
    currency: z.string().describe('ISO 4217, or the sign when it is ambiguous'),
    main: z.boolean().describe('The price of what this page sells, as far as can be told'),
    former: z.boolean().describe('Struck out, replaced by another'),
    source: z.enum(['text', 'structured-data', 'meta']),
    availability: z
      .enum(availabilities)
      .describe('Whether what the main price is for can be had, or what structured data says of the offer'),
    where: Where,
  })
  .meta({ id: 'Price' })
export type Price = z.infer<typeof Price>

const limit = 100

/** Sums of money on the page; at most one of them is the main price. */
export const prices = defineDetector({
  version: 4,
  reads: 'html',
  schema: z.array(Price).describe('Sums of money on the page; at most one of them is the main price.'),
  detect(input) {
    const texts = pricesInText(input)
    const published = publishedPrices(input)
    if (texts.length === 0 && published.length === 0) return []
    const places = pagePlaces(texts, input)
    const main = mainPrice(texts, published, places, input)
    const availability = main ? availabilityOf(main, published, places, input) : 'unknown'
    const listed: Price[] = []
    const chosen = texts.includes(main as PriceInText) ? texts.indexOf(main as PriceInText) : -1
    texts.forEach((price, index) => {
      if (index >= limit && index !== chosen) return
      const { money, element, former } = price
      listed.push({
        text: money.text.slice(0, 60),
        amount: money.amount,
        currency: money.currency,
        main: index === chosen,
        former,
        source: 'text',
        availability: index === chosen ? availability : 'unknown',
        where: input.where(element, 'price'),
      })
    })
    for (const price of published.slice(0, 20)) {
      listed.push({
        text: price.text.slice(0, 60),
        amount: price.amount,
        currency: price.currency,
        main: price === main,
        former: false,
        source: price.source,
        availability: price === main ? availability : price.availability,
        where: input.where(price.element, 'price'),
      })
    }
    return listed
  },
})

/** What structured data says of an offer at the main price, else what the page as a whole says. */
function availabilityOf(
  main: PriceInText | PublishedPrice,
  published: PublishedPrice[],
  places: PagePlaces,
  input: DetectorInput<Record<never, never>>,
): Availability {
  const amount = 'money' in main ? main.money.amount : main.amount
  const told = published.filter((price) => price.amount === amount).map((price) => price.availability)
  return bestOf(told) ?? pageAvailability(places, input)
}
