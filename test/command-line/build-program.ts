import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { completeProgram, nativePackages, nodeTarget, programOutput } from '../../build/program.mjs'

/** The project's folder. The path is also right for the built benchmark, which is two folders deep as well (`out/bench/`). */
export const projectFolder = join(import.meta.dirname, '../..')

/**
 * Builds `bramble` with the options of the shipped build. It has to be inside the project, so that it finds its packages.
 * @param outDir folder in which `main/` and `renderer/` are made
 * @returns the file that Node runs
 */
export async function buildProgram(outDir: string): Promise<string> {
  await bundle({ bramble: 'server/faces/cli.ts' }, join(outDir, 'main'), programOutput)
  // Put an empty page folder beside the program, so that nothing depends on a built page.
  mkdirSync(join(outDir, 'renderer'), { recursive: true })
  writeFileSync(join(outDir, 'renderer', 'index.html'), '<!doctype html><title>Bramble</title>')
  return join(outDir, 'main', 'bramble.js')
}

/**
 * Bundles scripts with their packages.
 * @param entries for each built file (its name without `.js`), the path of the script from the project's folder
 * @param output options of the output, by default for ES modules
 */
export async function bundle(
  entries: Readonly<Record<string, string>>,
  outDir: string,
  output: Rolldown.OutputOptions = { entryFileNames: '[name].js' },
): Promise<void> {
  const input = Object.entries(entries).map(([name, path]) => [name, join(projectFolder, path)])
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
    plugins: output === programOutput ? [completeProgram(projectFolder)] : [],
    // The same options as in the shipped build: see electron.vite.config.ts.
    ssr: { noExternal: true, external: nativePackages },
    build: {
      ssr: true,
      outDir,
      target: nodeTarget,
      rolldownOptions: { input: Object.fromEntries(input), output },
    },
  })
}
