import type { z } from 'zod'
import { cards } from './cards.ts'
import { cart } from './cart.ts'
import { checkout } from './checkout.ts'
import { contactPoints } from './contact-points.ts'
import { ctas } from './ctas.ts'
import { declines } from './declines.ts'
import { forms } from './forms.ts'
import { hints } from './hints.ts'
import { images } from './images.ts'
import { language } from './language.ts'
import { linkBlocks } from './link-blocks.ts'
import { links } from './links.ts'
import { offers } from './offers.ts'
import { overlayMarkup } from './overlay-markup.ts'
import { overlays } from './overlays.ts'
import { namelessControls } from './nameless-controls.ts'
import { newsletter } from './newsletter.ts'
import { page } from './page.ts'
import { plans } from './plans.ts'
import { prices } from './prices.ts'
import { reasons } from './reasons.ts'
import { questions } from './questions.ts'
import { screen } from './screen.ts'
import { share, socialProfiles } from './share.ts'
import { searchBoxes } from './site-search.ts'
import { structuredData } from './structured-data.ts'
import { summary } from './summary.ts'
import { support } from './support.ts'
import { terms } from './terms.ts'
import { trust } from './trust.ts'
import { urgency } from './urgency.ts'
import { videos } from './videos.ts'
import { tags, unseenTags } from './tags.ts'
import { widgets } from './widgets.ts'

/** Every detector by the name of its fact, each after those that it needs. */
export const detectors = {
  language,
  structuredData,
  forms,
  page,
  newsletter,
  checkout,
  declines,
  namelessControls,
  searchBoxes,
  hints,
  widgets,
  tags,
  unseenTags,
  links,
  linkBlocks,
  images,
  share,
  socialProfiles,
  videos,
  contactPoints,
  prices,
  ctas,
  trust,
  summary,
  support,
  reasons,
  overlayMarkup,
  overlays,
  screen,
  offers,
  plans,
  terms,
  questions,
  urgency,
  cart,
  cards,
}

type Detectors = typeof detectors
export type FactName = keyof Detectors

/** What was found on one page. Absent facts are unknown. */
export type PageFacts = { [Name in FactName]?: z.infer<Detectors[Name]['schema']> }

/** The schema of each fact: what CEL, JSON Schema and the reference page are made of. */
export const factSchemas = Object.fromEntries(
  Object.entries(detectors).map(([name, detector]) => [name, detector.schema]),
) as { [Name in FactName]: Detectors[Name]['schema'] }
