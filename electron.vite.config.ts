import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

/** The oldest runtimes that the code must work on; see docs/decisions/electron-from-npm.md. */
const nodeTarget = 'node20.18'
const chromeTarget = 'chrome130'

/** Packages that cannot be bundled, because Node loads a binary from beside them. */
const nativePackages = ['libsql']

/** The command line runs by its name too. */
const executable = {
  name: 'executable',
  closeBundle: () => chmodSync(join(root, 'out/main/bramble.js'), 0o755),
}

export default defineConfig({
  main: {
    plugins: [executable],
    build: {
      target: nodeTarget,
      outDir: 'out/main',
      sourcemap: true,
      // One file is read and compiled in half the time of hundreds. What has a native part stays in node_modules.
      externalizeDeps: false,
      rolldownOptions: {
        external: nativePackages,
        input: {
          index: join(root, 'main/index.ts'),
          bramble: join(root, 'server/faces/cli.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, so that `import.meta.dirname` means the same in each file.
          chunkFileNames: '[name]-[hash].js',
          banner: (chunk) => (chunk.name === 'bramble' && chunk.isEntry ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but Electron: one file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: join(root, 'main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      target: chromeTarget,
      outDir: join(root, 'out/renderer'),
      // Inlined files would be `data:` addresses, which the page's policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'renderer/index.html') },
    },
  },
})
