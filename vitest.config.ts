import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,main,renderer,build,test}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['test/e2e/**'],
    testTimeout: 20_000,
  },
})
