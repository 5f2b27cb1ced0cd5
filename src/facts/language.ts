import { z } from 'zod'

export const Language = z
  .object({
    declared: z.string().describe('Primary subtag of <html lang>, lower case; empty when missing'),
    detected: z.string().describe('Language of the readable text; empty when there is too little'),
    used: z.string().describe('The one that facts are read in: declared unless the text clearly speaks another'),
    confidence: z.number().describe('0 to 1'),
    known: z.boolean().describe('True when there is a vocabulary for it'),
  })
  .meta({ id: 'Language' })
