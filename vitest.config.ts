import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores; most tests wait for processes that they start.
    maxWorkers: 3,
    globalSetup: ['test/support/build-once.ts'],
  },
})
