import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { completeProgram, nativePackages, nodeTarget, programOutput } from './build/program.mjs'

const root = import.meta.dirname

/** The oldest Chrome that the code must work on; see docs/decisions/electron-from-npm.md. */
const chromeTarget = 'chrome130'

export default defineConfig({
  main: {
    plugins: [completeProgram(root)],
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
        output: programOutput,
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
      minify: true,
      outDir: join(root, 'out/renderer'),
      // Inlined files would be `data:` addresses, which the page's policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: {
          index: join(root, 'renderer/index.html'),
          // The pages of a class, which the server draws, name these two.
          classroom: join(root, 'renderer/classroom/classroom.ts'),
        },
        output: {
          // With characters beyond Latin-1 the browser would keep the text of a file with two bytes for each.
          charset: 'ascii',
          entryFileNames: ({ name }) => (name === 'classroom' ? '[name].js' : 'assets/[name]-[hash].js'),
          assetFileNames: ({ names }) =>
            names.includes('classroom.css') ? '[name][extname]' : 'assets/[name]-[hash][extname]',
        },
      },
    },
  },
})
