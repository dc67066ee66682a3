import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'

const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`
/** Sets a locale without translations, since tests compare the output of the programs. */
const env = { ...process.env, PATH: path, LC_ALL: 'C.UTF-8' }

/** Kills a program that hangs. Generous, since the machine may be busy. */
const timeoutMs = 300_000

export interface Outcome {
  code: number
  output: string
  errors: string
}

/** Runs a program until it exits, with any exit code. */
export function run(
  program: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...env, ...more }, maxBuffer: 64 * 1024 * 1024, timeout: timeoutMs }
    const child = execFile(program, args, options, (error, output, errors) => {
      if (error && child.exitCode === null) reject(error)
      else resolve({ code: child.exitCode ?? 0, output, errors })
    })
  })
}

/** Runs a program that must exit with 0. @returns its standard output */
export async function runOrFail(program: string, ...args: string[]): Promise<string> {
  const { code, output, errors } = await run(program, args)
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}${errors}`)
  return output
}

/** A program that runs until it is stopped. */
export interface RunningProgram {
  readonly process: ChildProcess
  /** Rejects when the program ends by itself. */
  readonly ended: Promise<never>
  stop(): Promise<void>
}

/** Starts a program with an open standard input. Samba ends when that closes, so it does not outlive a killed test run. */
export function startProgram(
  program: string,
  args: readonly string[],
  more: Record<string, string> = {},
): RunningProgram {
  const child = spawn(program, args, { env: { ...env, ...more }, stdio: ['pipe', 'pipe', 'pipe'] })
  let lastWords = ''
  const listen = (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-4_000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  let isStopping = false
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  const ended = exited.then(() => {
    if (isStopping) return new Promise<never>(() => {})
    throw new Error(`${program} ended by itself (${child.exitCode ?? child.signalCode}):\n${lastWords}`)
  })
  ended.catch(() => {})
  return {
    process: child,
    ended,
    async stop() {
      isStopping = true
      child.kill()
      await exited
    },
  }
}

/** Finds a port on which no program listens at present. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer().once('error', reject)
    listener.listen(0, host, () => {
      const address = listener.address()
      listener.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Resolves once a program accepts connections on this port. */
export async function waitForPort(host: string, port: number): Promise<void> {
  while (!(await accepts(host, port))) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
