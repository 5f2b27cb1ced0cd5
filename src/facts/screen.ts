import { z } from 'zod'
import { Where } from './where.ts'

const Target = z
  .object({ text: z.string(), width: z.number(), height: z.number(), where: Where })
  .meta({ id: 'TapTarget' })

const View = z
  .object({
    actionInView: z
      .boolean()
      .describe(
        'A primary call to action or the first field of a conversion form lies in the first viewport, or a sticky one shows it',
      ),
    firstActionY: z.int().describe('Distance of the first such action from the top, CSS pixels; -1 when there is none'),
    scrollsSideways: z.boolean().describe('The page is wider than the viewport'),
    overflowing: z
      .array(z.object({ where: Where, right: z.int() }).meta({ id: 'Overflow' }))
      .describe('Elements that stick out, at most 5'),
    smallTargets: z.array(Target).describe('Controls under 24 x 24 CSS pixels that WCAG 2.2 makes no exception for'),
    coveredControls: z.array(Target).describe('Controls that another element lies over'),
    lowContrast: z
      .array(z.object({ text: z.string(), contrast: z.number(), where: Where }).meta({ id: 'LowContrast' }))
      .describe('Actions and labels under 4.5:1 (3:1 when large)'),
    bodyFontSize: z
      .number()
      .describe('Median font size of paragraphs in the main region, CSS pixels; 0 when there are none'),
    lineLength: z.number().describe('Median characters per line of paragraphs; 0 when there are none'),
    screens: z.number().describe('Page height in viewports'),
  })
  .meta({ id: 'View' })

/** What layout tells, per viewport. Absent when the page was not rendered. */
export const Screen = z.object({ desktop: View, mobile: View }).meta({ id: 'Screen' })
