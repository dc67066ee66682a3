import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'vite'
import { afterAll, beforeAll } from 'vitest'

const projectFolder = join(import.meta.dirname, '../..')

export interface Said {
  code: number | null
  out: string
  err: string
}

/** The command line, built for these tests, and a folder to work in. */
export interface Program {
  /** Where it runs; taken away at the end. */
  folder: string
  /** Runs it to its end. */
  run(...words: string[]): Promise<Said>
  /** Starts it; in a group of its own, as a shell would. */
  start(...words: string[]): ChildProcess
  /** Runs it with its output led to a file. */
  shell(command: string): Promise<Said>
}

/**
 * Builds `bramble` once for the tests of a file. Inside the project, so that it finds its packages.
 * @param more environment variables
 */
export function builtProgram(more: Readonly<Record<string, string>> = {}): Program {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-command-line-'))
  const outDir = join(projectFolder, 'out', `command-line-${process.pid}`)
  const file = join(outDir, 'main', 'bramble.js')
  const env = { ...process.env, BRAMBLE_HOME: join(folder, '.home'), ...more }

  beforeAll(async () => {
    await build({
      configFile: false,
      root: projectFolder,
      logLevel: 'error',
      // As it is shipped: see electron.vite.config.ts.
      ssr: { noExternal: true, external: ['libsql'] },
      build: {
        ssr: join(projectFolder, 'server/faces/cli.ts'),
        outDir: join(outDir, 'main'),
        target: 'node20.18',
        rolldownOptions: { output: { entryFileNames: 'bramble.js' } },
      },
    })
    // Whether the app's page has been built makes no difference to these tests: a page lies beside the program.
    mkdirSync(join(outDir, 'renderer'), { recursive: true })
    writeFileSync(join(outDir, 'renderer', 'index.html'), '<!doctype html><title>Bramble</title>')
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
    rmSync(outDir, { recursive: true, force: true })
  })

  const start = (...words: string[]) =>
    spawn(process.execPath, [file, ...words], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return {
    folder,
    start,
    run: (...words) => saidBy(start(...words)),
    shell: (command) =>
      saidBy(
        spawn('sh', ['-c', command.replaceAll('bramble', `'${process.execPath}' '${file}'`)], {
          cwd: folder,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ),
  }
}

export async function saidBy(child: ChildProcess): Promise<Said> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the program has no output')
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')])
  return { code, out, err }
}
