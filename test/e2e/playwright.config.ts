import { defineConfig } from 'playwright/test'
import type { FaceOptions } from './fixtures.ts'
import { timeoutMs } from './timeout.ts'

/** Runs the same tests in a browser and in the desktop app. The folders `browser` and `electron` have tests for one of them. */
export default defineConfig<object, FaceOptions>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 5 * timeoutMs,
  expect: { timeout: timeoutMs },
  forbidOnly: true,
  // A test that passes only when repeated is reported by name: `npm test` prints them at its end.
  retries: Number(process.env.BRAMBLE_TEST_RETRIES ?? 0),
  projects: [
    { name: 'browser', use: { face: 'browser' }, testIgnore: 'electron/**' },
    { name: 'electron', use: { face: 'electron' }, testIgnore: 'browser/**' },
  ],
})
