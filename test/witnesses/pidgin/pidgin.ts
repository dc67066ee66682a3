import { once } from 'node:events'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { password } from '../../flows/lab-in-virtual-time.ts'
import { must, startProgram } from '../program.ts'
import type { Needs } from '../witness.ts'

export const pidginNeeds: Needs = {
  programs: { gcc: 'gcc', 'pkg-config': 'pkg-config' },
  files: {
    '/usr/lib/purple-2/libsipe.so': 'pidgin-sipe',
    '/usr/include/libpurple/purple.h': 'libpurple-dev',
    '/usr/include/stdio.h': 'libc6-dev',
  },
}

const said = z.object({ event: z.string() }).catchall(z.string())
/** One line of the program; the words that come with each event are in headless-purple.c. */
type PidginEvent = z.infer<typeof said>

/** Pidgin's SIPE account, signing on from the moment it is made. */
export interface Pidgin {
  readonly events: readonly PidginEvent[]
  /** The first event, from the last one that was waited for on, that has all of this. */
  next(wanted: Record<string, string>): Promise<PidginEvent>
  /** The same, wherever it is: for what may be said in any order. */
  ever(wanted: Record<string, string>): Promise<PidginEvent>
  tell(...words: string[]): void
  /** Signs off, and waits until the program has ended. */
  signOff(): Promise<void>
  /** Ends the program without a word to the server. */
  kill(): Promise<void>
}

export interface PidginOptions {
  user: string
  server: { port: number; transport: 'tcp' | 'tls' }
  password?: string
  /** Over TLS: the certificate (PEM) that the server shows. */
  certificate?: string
}

/** Compiles the program. @returns a function that starts it */
export async function buildPidgin(folder: string): Promise<(options: PidginOptions) => Promise<Pidgin>> {
  const source = fileURLToPath(new URL('headless-purple.c', import.meta.url))
  const program = join(folder, 'headless-purple')
  const flags = (await must('pkg-config', '--cflags', '--libs', 'purple')).trim().split(/\s+/)
  await must('gcc', '-Wall', '-Werror', '-rdynamic', '-o', program, source, ...flags, '-ldl')
  return (options) => start(program, folder, options)
}

async function start(program: string, folder: string, options: PidginOptions): Promise<Pidgin> {
  const { user, server } = options
  const home = await mkdtemp(join(folder, `${user}-`))
  if (options.certificate !== undefined) {
    // Taken for the server's from before, as after the user has said so in Pidgin's window.
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

  async function find(wanted: Record<string, string>, from: number): Promise<number> {
    for (;;) {
      const index = events.findIndex((event, at) => at >= from && matches(event, wanted))
      if (index >= 0) return index
      await Promise.race([arrival, running.ended])
    }
  }

  return {
    events,
    async next(wanted) {
      const index = await find(wanted, read)
      read = index + 1
      return events[index] ?? { event: '' }
    },
    ever: async (wanted) => events[await find(wanted, 0)] ?? { event: '' },
    tell: (...words) => stdin.write(`${words.join('\t')}\n`),
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

/** What a server shows to whoever asks (PEM). */
export async function shownCertificate(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const body = socket.getPeerCertificate().raw.toString('base64')
  socket.destroy()
  return `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}
