import { z } from 'zod'
import { defineDetector } from './detector.ts'
import { typeOf } from './forms/fields.ts'
import { forms, readingsOf } from './forms.ts'
import { regionOf } from './dom/regions.ts'
import { tagged, treeOf } from './dom/tree.ts'
import { Where } from './dom/where.ts'

export const SearchBox = z
  .object({ label: z.string(), visible: z.boolean(), region: z.string(), where: Where })
  .meta({ id: 'SearchBox' })

const most = 20

/** Boxes in which visitors can search: forms, and search fields that need no button. */
export const searchBoxes = defineDetector({
  version: 1,
  reads: 'html',
  schema: z
    .array(SearchBox)
    .describe('Boxes in which visitors can search: forms, and search fields that need no button.'),
  needs: { forms },
  detect(input) {
    const { $, facts, where } = input
    const tree = treeOf($)
    const seen = new Set<unknown>()
    const boxes: z.infer<typeof SearchBox>[] = []
    const readings = readingsOf(input)
    facts.forms.forEach((form, index) => {
      for (const field of readings[index]?.scope.fields ?? []) seen.add(field)
      if (form.purpose !== 'search' || boxes.length >= most) return
      const box = form.fields.find(
        (field) => field.type !== 'hidden' && field.type !== 'select' && field.type !== 'checkbox',
      )
      if (!box) return
      boxes.push({
        label: box.label || form.submit,
        visible: form.visible && !box.hidden,
        region: form.where.region,
        where: form.where,
      })
    })
    for (const field of tagged(tree, 'input')) {
      if (seen.has(field) || boxes.length >= most) continue
      if (typeOf(field) !== 'search' && field.attribs['role'] !== 'searchbox') continue
      const label = field.attribs['aria-label'] ?? field.attribs['placeholder'] ?? field.attribs['title'] ?? ''
      boxes.push({ label, visible: !tree.hidden.has(field), region: regionOf(field), where: where(field, label) })
    }
    return boxes
  },
})
