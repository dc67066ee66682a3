/** `npm run soak`: builds the soak and runs it in a separate process, with the arguments of this script. */
import { join } from 'node:path'
import { build } from 'vite'
import { projectFolder } from './folders.mjs'
import { run } from './run.mjs'

const outDir = join(projectFolder, 'out/soak')
await build({
  configFile: false,
  root: projectFolder,
  logLevel: 'error',
  build: {
    ssr: join(projectFolder, 'test/soak/main.ts'),
    outDir,
    target: 'node20.18',
    rolldownOptions: { output: { entryFileNames: 'soak.js' } },
  },
})
const { code } = await run(process.execPath, [join(outDir, 'soak.js'), ...process.argv.slice(2)])
process.exitCode = code ?? 1
