/** `npm run bench`: builds the benchmark and runs it in a separate process, with the arguments of this script. */
import { join } from 'node:path'
import { build } from 'vite'
import { projectFolder } from './folders.mjs'
import { run } from './run.mjs'

const outDir = join(projectFolder, 'out/bench')
await build({
  configFile: false,
  root: projectFolder,
  logLevel: 'error',
  build: {
    ssr: join(projectFolder, 'test/bench/main.ts'),
    outDir,
    target: 'node20.18',
    rolldownOptions: {
      // The scripts of this folder find the project by where they are.
      external: [/\/build\/[^/]+\.mjs$/],
      output: { entryFileNames: 'bench.js' },
    },
  },
})
const { code } = await run(process.execPath, [
  '--expose-gc',
  join(outDir, 'bench.js'),
  ...process.argv.slice(2),
])
process.exitCode = code ?? 1
