import { z } from 'zod'
import { pageTypes } from '../shared/taxonomy.ts'
import { Where } from './where.ts'

export const Page = z
  .object({
    url: z.string(),
    path: z.string().describe('Path without query'),
    isHome: z.boolean().describe('The root of the site or of its language version'),
    title: z.string(),
    description: z.string().describe('Meta description; empty when missing'),
    canonical: z.string().describe('Absolute canonical address; empty when missing'),
    indexable: z.boolean().describe('False with a robots noindex in meta or header'),
    viewportMeta: z.string().describe('Content of meta viewport; empty when missing'),
    zoomable: z.boolean().describe('False when the viewport meta forbids zooming'),
    type: z.enum(pageTypes).describe('Page type of the catalogue, else other'),
    typeConfidence: z.number().describe('0 to 1'),
    typeCues: z.array(z.string()).describe('What spoke for the type'),
    headings: z.array(z.object({ level: z.int(), text: z.string(), where: Where }).meta({ id: 'Heading' })),
    words: z.int().describe('Words of readable text'),
    mainWords: z.int().describe('Words of readable text in the main region'),
    hasMain: z.boolean().describe('There is a main landmark'),
    hasDate: z.boolean().describe('A publication date is shown or marked up'),
    softNotFound: z.boolean().describe('Says "not found" but was served as a good page'),
    loginWall: z.boolean().describe('Little but a log-in'),
    challenge: z.boolean().describe('A bot challenge instead of the page'),
    paragraphs: z.int().describe('Paragraphs of 12 words or more in the main region'),
    longestParagraph: z.int().describe('Words of the longest paragraph in the main region'),
  })
  .meta({ id: 'Page' })
