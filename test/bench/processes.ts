import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { programOutput } from '../../build/program.mjs'
import { writeCodeCache } from '../../build/write-code-cache.mjs'
import { buildProgram, bundle, projectFolder } from '../command-line/build-program.ts'

export const outDir = join(projectFolder, 'out', `bench-programs-${process.pid}`)
let builtProgram: Promise<string> | null = null
let builtScripts: Promise<void> | null = null

/** Builds `bramble`, with its code cache, once for all rows. @returns the file that Node runs */
export function benchProgram(): Promise<string> {
  builtProgram ??= buildProgram(join(outDir, 'program')).then(async (program) => {
    await writeCodeCache(program, projectFolder)
    return program
  })
  return builtProgram
}

/** Builds the scripts of `scripts/` once for all rows. @returns the file that Node runs */
export async function benchScript(name: 'directory' | 'labs' | 'steady-frames'): Promise<string> {
  const folder = join(outDir, 'scripts')
  builtScripts ??= bundle(
    {
      directory: 'test/bench/scripts/directory.ts',
      labs: 'test/bench/scripts/labs.ts',
      'steady-frames': 'test/bench/scripts/steady-frames.ts',
    },
    folder,
  )
  await builtScripts
  return join(folder, `${name}.js`)
}

/** Builds the empty server as `bramble` is built: CommonJS loads faster than an ES module. A code cache would not help it. */
export async function benchEmptyServer(): Promise<string> {
  const folder = join(outDir, 'empty-server')
  await bundle({ 'empty-server': 'test/bench/scripts/empty-server.ts' }, folder, programOutput)
  return join(folder, 'empty-server.js')
}

/** Removes the programs that the rows have built. */
export function removePrograms(): void {
  rmSync(outDir, { recursive: true, force: true })
}

export interface StartedProcess {
  pid: number
  /** The first line of its output. */
  line: string
  stop(): Promise<void>
}

/** Starts a Node process and waits for its first line. @throws when it ends without one */
export async function startNode(words: readonly string[], folder?: string): Promise<StartedProcess> {
  const child = spawnNode(words, folder)
  const ended = once(child, 'exit')
  const line = await firstLine(child)
  return {
    pid: child.pid ?? 0,
    line,
    async stop() {
      child.kill()
      await ended
    },
  }
}

/** Runs a Node process to its end. @throws when it fails */
export async function runNode(words: readonly string[], folder: string): Promise<void> {
  const child = spawnNode(words, folder)
  child.stdout?.resume()
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`)
}

function spawnNode(words: readonly string[], folder = projectFolder): ChildProcess {
  return spawn(process.execPath, words, {
    cwd: folder,
    env: { ...process.env, BRAMBLE_HOME: join(folder, '.home') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) {
    for await (const line of createInterface({ input: stdout })) return line
  }
  throw new Error('a process ended before it printed a line')
}

/** @returns the reason why the processor time of other processes cannot be measured on this machine, or null */
export function missingProc(): string | null {
  return existsSync('/proc/self/stat') ? null : 'the /proc folder of Linux'
}

/** Processor time of a running process in milliseconds, all threads together. The resolution is 10 ms. */
export function cpuMsOf(pid: number): number {
  const [user, system] = timesOf(pid)
  return user + system
}

/** Processor time of the ended child processes, including their own children. */
export function cpuMsOfEndedChildren(): number {
  const [, , user, system] = timesOf('self')
  return user + system
}

/** User and system time of a process, then of its ended children, in milliseconds: fields 14 to 17 of proc(5)'s `stat`. */
function timesOf(pid: number | 'self'): [number, number, number, number] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field, in parentheses, may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const msPerTick = 10
  const at = (index: number) => Number(fields[index]) * msPerTick
  return [at(11), at(12), at(13), at(14)]
}

/** Resident memory of a running process, in bytes. */
export function residentBytesOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1_024
}
