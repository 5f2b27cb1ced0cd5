import { z } from 'zod'
import { Where } from './where.ts'

export const SearchBox = z
  .object({ label: z.string(), visible: z.boolean(), region: z.string(), where: Where })
  .meta({ id: 'SearchBox' })
