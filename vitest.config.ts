import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores, and most tests start processes of their own, for which some wait.
    maxWorkers: 3,
    globalSetup: ['test/support/build-once.ts'],
  },
})
