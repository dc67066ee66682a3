import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,main,renderer,build,test}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['test/e2e/**', 'test/witnesses/**'],
          testTimeout: 20_000,
        },
      },
      {
        // Programs from outside, which not every machine has.
        test: {
          name: 'witnesses',
          include: ['test/witnesses/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
