import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll } from 'vitest'
import { buildProgram, projectFolder } from './build-program.ts'

export interface ProgramOutput {
  code: number | null
  out: string
  err: string
}

/** The `bramble` program, built for the tests of one file, with a working folder. */
export interface Program {
  /** The file that Node runs. */
  file: string
  /** The folder in which it runs. It is removed after the tests. */
  folder: string
  /** Runs the program and waits until it exits. */
  run(...words: string[]): Promise<ProgramOutput>
  /** Starts the program in a process group of its own, as a shell does. */
  start(...words: string[]): ChildProcess
  /** Runs a shell command in which `bramble` is the program, for redirections and limits. */
  shell(command: string): Promise<ProgramOutput>
}

/**
 * Builds `bramble` once for the tests of a file, inside the project so that it finds its packages.
 * @param more additional environment variables
 */
export function builtProgram(more: Readonly<Record<string, string>> = {}): Program {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-command-line-'))
  const outDir = join(projectFolder, 'out', `command-line-${process.pid}`)
  const file = join(outDir, 'main', 'bramble.js')
  const env = { ...process.env, BRAMBLE_HOME: join(folder, '.home'), ...more }

  beforeAll(async () => {
    await buildProgram(outDir)
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
    file,
    folder,
    start,
    run: (...words) => outputOf(start(...words)),
    shell: (command) =>
      outputOf(
        spawn('sh', ['-c', command.replaceAll('bramble', `'${process.execPath}' '${file}'`)], {
          cwd: folder,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ),
  }
}

export async function outputOf(child: ChildProcess): Promise<ProgramOutput> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the program has no output')
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')])
  return { code, out, err }
}
