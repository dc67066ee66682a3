import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** How long anything may take, on whatever machine and however busy that is: it only ends what hangs. */
const patienceMs = 600_000
const patience = {
  testTimeout: patienceMs,
  hookTimeout: patienceMs,
  teardownTimeout: patienceMs,
  expect: { poll: { timeout: patienceMs, interval: 50 } },
}

/** What gives failures their words; every program imports it. */
const setupFiles = ['server/words/index.ts']

export default defineConfig({
  test: {
    // On every core: by default vitest leaves one free, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          include: ['{server,main,renderer,build,test}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['test/e2e/**', 'test/witnesses/**'],
          ...patience,
        },
      },
      {
        // The whole of what unit tests do a tenth of; not part of `npm test`.
        test: {
          name: 'ledger',
          setupFiles,
          include: ['test/ledger/*.ledger.ts'],
        },
      },
      {
        // Many more of a rogue peer's messages than unit tests send; not part of `npm test` either.
        test: {
          name: 'fuzz',
          setupFiles,
          include: ['test/fuzz/*.fuzz.ts'],
        },
      },
      {
        // Programs from outside, which not every machine has.
        test: {
          name: 'witnesses',
          setupFiles,
          include: ['test/witnesses/**/*.test.ts'],
          ...patience,
        },
      },
    ],
  },
})
