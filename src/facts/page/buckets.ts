/** Counts in steps that double: a model learns more from "about ten" than from each number. */
export function bucket(value: number): string {
  const steps = [0, 1, 2, 4, 8, 16, 32, 64]
  const rounded = Math.ceil(value)
  return String(steps.find((step) => rounded <= step) ?? '65+')
}
