import { worstConfusions, type Score } from './score.ts'
import { targets, valueOf } from './targets.ts'

/** `docs/accuracy.md`: the accepted figures for people who want to know how far to trust a finding. */
export function figuresPage(scores: Record<string, Score>, pages: number, timesTheParse: number): string {
  const aims = targets.flatMap(({ task, figure, toBeat, aim }) => {
    const value = scores[task] && valueOf(scores[task], figure)
    if (value === undefined) return []
    return [`| ${task} | ${figure} | ${toBeat?.toFixed(3) ?? '–'} | ${aim.toFixed(2)} | ${value.toFixed(3)} |`]
  })
  const tasks = Object.entries(scores).map(([task, score]) => {
    const rows = Object.entries(score.classes)
      .toSorted(([, a], [, b]) => b.support - a.support)
      .map(
        ([name, { precision, recall, f1, support }]) =>
          `| ${name} | ${precision.toFixed(3)} | ${recall.toFixed(3)} | ${f1.toFixed(3)} | ${support} |`,
      )
    const confused = worstConfusions(score, 3).map(({ truth, guess, times }) => `${truth} → ${guess} (${times})`)
    return [
      `### ${task}`,
      '',
      `${score.right} of ${score.answers} right, ${score.accuracy.toFixed(3)}; macro F1 ${score.macroF1.toFixed(3)}, weighted F1 ${score.weightedF1.toFixed(3)}.`,
      ...(confused.length > 0 ? ['', `Taken for another most often: ${confused.join(', ')}.`] : []),
      '',
      '| class | precision | recall | F1 | of |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return `# How well it sees

Made by \`npm run accuracy -- <folder of labelled pages> --accept\`; don't edit. Measured on ${pages.toLocaleString('en')} saved pages of the
live web whose labels others published, and on pages labelled by hand; none of them is part of this repository. Form
purpose, field purpose and page shape come from models: their figures are cross-validated over sites, so no answer is about
a site that the model had seen. Facts of a page take ${timesTheParse.toFixed(1)} times as long as parsing it alone.

\`(none)\`: nothing was there, or nothing was found. Few pages have some of the classes (column "of"): there one page moves a figure
by several points.

## Against what we aim at

| work | figure | to beat | aim | is |
| --- | --- | --- | --- | --- |
${aims.join('\n')}

## Class by class

${tasks.join('\n')}`
}
