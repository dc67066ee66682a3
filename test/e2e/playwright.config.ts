import { defineConfig } from 'playwright/test'
import type { FaceOptions } from './fixtures.ts'
import { patienceMs } from './patience.ts'

/** The same tests, in a browser and in the desktop app. What only one of them has is in a folder of its name. */
export default defineConfig<object, FaceOptions>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 5 * patienceMs,
  expect: { timeout: patienceMs },
  forbidOnly: true,
  projects: [
    { name: 'browser', use: { face: 'browser' }, testIgnore: 'electron/**' },
    { name: 'electron', use: { face: 'electron' }, testIgnore: 'browser/**' },
  ],
})
