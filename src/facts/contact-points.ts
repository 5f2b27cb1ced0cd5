import { z } from 'zod'
import { defineDetector } from './detector.ts'
import { emailPoints } from './contact-points/emails.ts'
import { phonePoints } from './contact-points/phones.ts'
import { hourPoints } from './contact-points/hours.ts'
import { placePoints } from './contact-points/places.ts'
import { messagingPoints, namedByNumber } from './contact-points/messaging.ts'
import { Where } from './dom/where.ts'

export const ContactPoint = z
  .object({
    kind: z.enum(['phone', 'fax', 'email', 'address', 'hours', 'messenger', 'chat', 'map']),
    value: z.string().describe('As the visitor sees it'),
    normalized: z
      .string()
      .describe(
        'Digits with + for a phone, also of a chat that reaches a number of the page; lower case for a mail address',
      ),
    callable: z.boolean().describe('A tap starts the call, mail or chat'),
    label: z.string(),
    state: z
      .enum(['works', 'placeholder', 'dead'])
      .describe(
        'placeholder: a sample that reaches nobody; dead: a link to call or write that holds no number or address',
      ),
    where: Where,
  })
  .meta({ id: 'ContactPoint' })
export type ContactPoint = z.infer<typeof ContactPoint>

/** How a visitor can reach the firm. A number that stands both as a link and as plain text is listed once for each. */
export const contactPoints = defineDetector({
  version: 5,
  reads: 'html',
  schema: z
    .array(ContactPoint)
    .describe(
      'How a visitor can reach the firm. A number that stands both as a link and as plain text is listed once for each.',
    ),
  detect(input) {
    const phones = phonePoints(input)
    return [
      ...phones,
      ...emailPoints(input),
      ...placePoints(input),
      ...hourPoints(input),
      ...namedByNumber(messagingPoints(input), phones),
    ]
  },
})
