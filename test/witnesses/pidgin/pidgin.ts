import { once } from 'node:events'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { password } from '../../flows/lab-in-virtual-time.ts'
import type { Needs } from '../needs.ts'
import { runOrFail, startProgram } from '../program.ts'

export const pidginNeeds: Needs = {
  programs: { gcc: 'gcc', 'pkg-config': 'pkg-config' },
  files: {
    '/usr/lib/purple-2/libsipe.so': 'pidgin-sipe',
    '/usr/include/libpurple/purple.h': 'libpurple-dev',
    '/usr/include/stdio.h': 'libc6-dev',
  },
}

const said = z.object({ event: z.string() }).catchall(z.string())
/** One line that the program prints. headless-purple.c defines the properties of each event. */
type PidginEvent = z.infer<typeof said>

/** A running Pidgin with one SIPE account, which signs on at once. */
export interface Pidgin {
  readonly events: readonly PidginEvent[]
  /** Waits for an event with these properties, after the last event that this method returned. */
  next(wanted: Record<string, string>): Promise<PidginEvent>
  /** Waits for an event with these properties at any position, for events whose order is not fixed. */
  find(wanted: Record<string, string>): Promise<PidginEvent>
  command(...words: string[]): void
  /** Signs off and waits until the program has ended. */
  signOff(): Promise<void>
  /** Kills the program, which does not sign off. */
  kill(): Promise<void>
}

export interface PidginOptions {
  user: string
  server: { port: number; transport: 'tcp' | 'tls' }
  password?: string
  /** Certificate (PEM) of the server, for TLS. */
  certificate?: string
}

/** Compiles headless-purple.c. @returns a function that starts it */
export async function buildPidgin(folder: string): Promise<(options: PidginOptions) => Promise<Pidgin>> {
  const source = fileURLToPath(new URL('headless-purple.c', import.meta.url))
  const program = join(folder, 'headless-purple')
  const flags = (await runOrFail('pkg-config', '--cflags', '--libs', 'purple')).trim().split(/\s+/)
  await runOrFail('gcc', '-Wall', '-Werror', '-rdynamic', '-o', program, source, ...flags, '-ldl')
  return (options) => start(program, folder, options)
}

async function start(program: string, folder: string, options: PidginOptions): Promise<Pidgin> {
  const { user, server } = options
  const home = await mkdtemp(join(folder, `${user}-`))
  if (options.certificate !== undefined) {
    // Store the certificate as trusted, as Pidgin does when the user accepts it in the window.
    const known = join(home, 'certificates/x509/tls_peers')
    await mkdir(known, { recursive: true })
    await writeFile(join(known, '127.0.0.1'), options.certificate)
  }
  const name = `${user}@corp.example,CORP\\${user}`
  const secret = options.password ?? password
  const running = startProgram(program, [home, name, secret, `127.0.0.1:${server.port}`, server.transport])
  const { stdin, stdout } = running.process
  if (!stdin || !stdout) throw new Error('the program has no standard input and output')
  const ended = new Promise<void>((resolve) => running.process.once('exit', () => resolve()))

  const events: PidginEvent[] = []
  let read = 0
  let arrived = () => {}
  let arrival = nextArrival()
  function nextArrival(): Promise<void> {
    return new Promise((resolve) => {
      arrived = resolve
    })
  }
  createInterface({ input: stdout }).on('line', (line) => {
    events.push(said.parse(JSON.parse(line)))
    arrived()
    arrival = nextArrival()
  })

  async function indexOf(wanted: Record<string, string>, from: number): Promise<number> {
    for (;;) {
      const index = events.findIndex((event, at) => at >= from && matches(event, wanted))
      if (index >= 0) return index
      await Promise.race([arrival, running.ended])
    }
  }

  return {
    events,
    async next(wanted) {
      const index = await indexOf(wanted, read)
      read = index + 1
      return events[index] ?? { event: '' }
    },
    find: async (wanted) => events[await indexOf(wanted, 0)] ?? { event: '' },
    command: (...words) => stdin.write(`${words.join('\t')}\n`),
    async signOff() {
      stdin.write('off\n')
      await ended
    },
    kill: () => running.stop(),
  }
}

function matches(event: PidginEvent, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([name, value]) => event[name] === value)
}

/** Connects to a server over TLS and returns its certificate (PEM). */
export async function fetchCertificate(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const body = socket.getPeerCertificate().raw.toString('base64')
  socket.destroy()
  return `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}
