import { describe, expect, test } from 'vitest'
import { createPermission } from '../../src/discover/permission.ts'
import type { RobotsFile } from '../../src/discover/robots.ts'
import { createScope } from '../../src/discover/scope.ts'

function permissionWith(robots: Record<string, string>, kept = new Map<string, RobotsFile>()) {
  const asked: string[] = []
  const permission = createPermission({
    mode: 'obey',
    signal: new AbortController().signal,
    fetchFile: async (url) => {
      asked.push(url)
      const text = robots[url]
      return {
        status: text === undefined ? 404 : 200,
        bytes: new TextEncoder().encode(text ?? ''),
        cut: false,
        reason: '',
      }
    },
    load: async (origin) => kept.get(origin),
    save: async (file) => void kept.set(file.origin, file),
  })
  return { permission, asked, kept }
}
const at = (address: string): URL => new URL(address)

describe('permission', () => {
  test('robots.txt of each origin is read once, and kept for a resumed run', async () => {
    const files = { 'http://site.test/robots.txt': 'User-agent: *\nDisallow: /no' }
    const { permission, asked, kept } = permissionWith(files)
    const answers = await Promise.all(
      ['/a', '/no', '/b'].map((path) => permission.mayFetch(at(`http://site.test${path}`))),
    )
    expect(answers).toEqual([undefined, { outcome: 'robots', reason: 'robots.txt asks us to stay away' }, undefined])
    expect(asked).toEqual(['http://site.test/robots.txt'])
    const resumed = permissionWith({}, kept)
    expect(await resumed.permission.mayFetch(at('http://site.test/no'))).toEqual({
      outcome: 'robots',
      reason: 'robots.txt asks us to stay away',
    })
    expect(resumed.asked).toEqual([])
  })

  test('once the scope is known, other hosts are not even asked for their robots.txt', async () => {
    const { permission, asked } = permissionWith({})
    expect(await permission.mayFetch(at('http://moved.test/'))).toBeUndefined()
    permission.setScope(createScope({ start: at('http://site.test/') }), new Set(['vendor.test']))
    expect(await permission.mayFetch(at('http://other.test/'))).toEqual({ outcome: 'off-scope', reason: 'other.test' })
    expect(await permission.mayFetch(at('http://vendor.test/book'))).toBeUndefined()
    expect(asked).toEqual(['http://moved.test/robots.txt', 'http://vendor.test/robots.txt'])
  })
})
