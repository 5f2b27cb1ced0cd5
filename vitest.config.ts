import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A browser under load takes its time; a test that hangs should still end within the minute.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // Colour and an inherited browser would make results depend on who runs them.
    env: { NO_COLOR: '1' },
  },
})
