import { expect, test } from 'vitest'
import { endingOfAnswer, endingOfError, endingOfRefusal } from '../../src/visit/outcome.ts'

const withCode = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })

test.each([
  [withCode('ENOTFOUND'), 'unreachable'],
  [withCode('ECONNREFUSED'), 'unreachable'],
  [withCode('UND_ERR_HEADERS_TIMEOUT'), 'timeout'],
  [withCode('CERT_HAS_EXPIRED'), 'tls-error'],
  [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls-error'],
  [withCode('HPE_INVALID_CONSTANT'), 'unreachable'],
  [new Error('Proxy response (403) !== 200 when HTTP Tunneling'), 'refused'],
  [new Error('Proxy response (502) !== 200 when HTTP Tunneling'), 'unreachable'],
  [new Error('page.goto: net::ERR_NAME_NOT_RESOLVED at http://a.test/'), 'unreachable'],
  [new Error('page.goto: net::ERR_CERT_AUTHORITY_INVALID at https://a.test/'), 'tls-error'],
  [new Error('page.goto: net::ERR_TOO_MANY_REDIRECTS at http://a.test/'), 'redirect-loop'],
  [new Error('page.goto: Download is starting'), 'not-html'],
])('%s means %s', (error, outcome) => {
  expect(endingOfError(error)?.outcome).toBe(outcome)
})

test('what is no site trouble has no ending', () => {
  expect(endingOfError(new TypeError('x is not a function'))).toBeUndefined()
})

test.each([
  [200, 'ok'],
  [204, 'not-html'],
  [304, 'client-error'],
  [401, 'blocked'],
  [404, 'not-found'],
  [410, 'not-found'],
  [418, 'client-error'],
  [429, 'blocked'],
  [451, 'blocked'],
  [500, 'server-error'],
])('status %i means %s', (status, outcome) => {
  expect(endingOfAnswer(status, {}, '').outcome).toBe(outcome)
})

test('a long page that mentions a bot wall is a page', () => {
  const page = `<script>_cf_chl_opt</script>${'<p>Text of its own.</p>'.repeat(5000)}`
  expect(endingOfAnswer(200, {}, page).outcome).toBe('ok')
  expect(endingOfAnswer(200, {}, '<script>_cf_chl_opt</script>').outcome).toBe('blocked')
})

test('the proxy speaks for itself', () => {
  expect(endingOfRefusal({})).toBeUndefined()
  expect(endingOfRefusal({ 'x-stagelight-refused': 'private-network' })?.outcome).toBe('refused')
  expect(endingOfRefusal({ 'x-stagelight-refused': 'failed' })?.outcome).toBe('unreachable')
  expect(endingOfRefusal({ 'x-stagelight-refused': 'ENOTFOUND' })).toEqual({
    outcome: 'unreachable',
    reason: 'no such host',
  })
})
