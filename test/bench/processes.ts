import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
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
export async function benchScript(
  name: 'directory' | 'handhelds' | 'labs' | 'sessions' | 'steady-frames',
): Promise<string> {
  const folder = join(outDir, 'scripts')
  builtScripts ??= bundle(
    {
      directory: 'test/bench/scripts/directory.ts',
      handhelds: 'test/bench/scripts/handhelds.ts',
      labs: 'test/bench/scripts/labs.ts',
      sessions: 'test/bench/scripts/sessions.ts',
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
  return started(spawnNode(words, folder))
}

/** Waits for a process's first line. @throws when it ends without one */
export async function started(child: ChildProcess): Promise<StartedProcess> {
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
  return existsSync('/proc/self/schedstat') ? null : 'the /proc folder of Linux'
}

/**
 * Processor time of a running process in milliseconds, all its threads together. Read from `schedstat`, which counts
 * nanoseconds: `stat` cuts user and system time off to 10 ms each, a seventh of what an empty server takes to start.
 */
export function cpuMsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.reduce((sum, thread) => sum + cpuMsOfThread(`/proc/${pid}/task/${thread}`), 0)
}

function cpuMsOfThread(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'schedstat'), 'utf8').split(' ')[0]) / 1e6
  } catch {
    // It has ended meanwhile.
    return 0
  }
}

/**
 * Processor time of a process and all its descendants that still run, in milliseconds, with what those of them cost that have
 * ended.
 */
export function cpuMsOfTree(pid: number): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), statOf(name)[parentField] ?? 0)
  }
  const sumFrom = (one: number): number => {
    const children = [...parents.keys()].filter((child) => parents.get(child) === one)
    return children.reduce((sum, child) => sum + sumFrom(child), cpuMsOf(one) + cpuMsOfEndedChildrenOf(one))
  }
  return sumFrom(pid)
}

/** The processes that a running process has started, as far as they run. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

/** Processor time of this process's ended children, including their own children. */
export function cpuMsOfEndedChildren(): number {
  return cpuMsOfEndedChildrenOf('self')
}

/** The resolution is 10 ms. */
function cpuMsOfEndedChildrenOf(pid: number | 'self'): number {
  const fields = statOf(pid)
  const msPerTick = 10
  return endedChildrenFields.reduce((sum, field) => sum + (fields[field] ?? 0) * msPerTick, 0)
}

/** Places in `stat` (proc(5)), counted from the field after the program's name: the parent's ID; user and system time. */
const parentField = 1
const endedChildrenFields = [13, 14]

/** The numbers of a process's `stat` from the process's state on; none if it has ended. */
function statOf(pid: number | string): number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name, in parentheses, may contain spaces.
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return []
  }
}

/** Resident memory of a running process, in bytes. */
export function residentBytesOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1_024
}
