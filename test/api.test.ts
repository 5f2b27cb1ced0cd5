import { expect, it } from 'vitest'
import { AuditResult, Config, defineConfig, extractFacts, factSchemas, UsageError } from '../src/index.ts'

it('gives other programs facts, schemas and errors', async () => {
  const facts = await extractFacts({
    url: 'https://shop.test/contact',
    html: '<!doctype html><html lang="en"><title>Contact</title><main><h1>Contact</h1><a href="tel:+442071234567">Call us</a></main>',
  })
  expect(facts.contactPoints?.[0]).toMatchObject({ kind: 'phone', callable: true })
  expect(factSchemas.contactPoints.safeParse(facts.contactPoints).success).toBe(true)
  expect(Config.parse(defineConfig({ url: 'https://shop.test/' })).maxPages).toBe(1000)
  expect(AuditResult.safeParse({}).success).toBe(false)
  expect(new UsageError('bad-url', { message: 'no' })).toBeInstanceOf(Error)
})
