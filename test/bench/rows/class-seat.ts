import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { benchProgram, childrenOf, cpuMsOf, missingProc, residentBytesOf, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const password = 'Passw0rd!'
const lab = {
  users: [{ id: 'alice' }, { id: 'bob' }],
  handhelds: [
    { name: 'alice', user: 'alice' },
    { name: 'bob', user: 'bob' },
  ],
}
/** A lesson whose lab is that of the bare server. JSON is YAML, too. */
const lesson = {
  lesson: 'Somebody is there',
  level: 'beginner',
  area: 'first-steps',
  minutes: 5,
  told: { symptom: 'Is anybody there?', who: 'Bob', when: 'Now' },
  setup: { lab, steps: [{ login: 'alice' }] },
  questions: [{ id: 'sentence', write: 'Tell Bob.' }],
  debrief: {
    cause: 'Alice is there.',
    lookFirst: 'The sessions.',
    moment: { text: 'Her login.' },
    facts: [{ text: 'She is there.', source: 'invented', from: 'this file' }],
  },
}
const ownPorts = {
  database: 'memory',
  dispatcher: { listen: { port: 0 } },
  communicationsServer: { listen: { port: 0 } },
  directory: { listen: { port: 0 } },
}

const classReady = z.object({
  addresses: z.tuple([z.string()]),
  seats: z.array(z.object({ code: z.string() })),
})
const serveReady = z.object({ http: z.string() })
const answer = z.object({ id: z.int().optional(), type: z.string(), output: z.unknown().optional() })
const started = z.object({ lab: z.string() })

/** A page that watches a lab. */
class Watcher {
  readonly #socket: WebSocket
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  static async open(http: string, token: string, named = ''): Promise<Watcher> {
    const { host, origin } = new URL(http)
    const socket = new WebSocket(`ws://${host}/api?token=${token}${named}`, { headers: { origin } })
    await once(socket, 'open')
    const page = new Watcher(socket)
    await page.#ask({ type: 'watch' })
    return page
  }

  async call(command: string, input: object): Promise<unknown> {
    const { output, type } = await this.#ask({ type: 'call', command, input })
    if (type !== 'answer') throw new Error(`${command} was refused`)
    return output
  }

  #ask(message: object): Promise<z.infer<typeof answer>> {
    this.#lastId += 1
    const id = this.#lastId
    this.#socket.send(JSON.stringify({ ...message, id }))
    return new Promise((resolve) => {
      this.#socket.on('message', (data) => {
        const said = answer.parse(JSON.parse(data.toString()))
        if (said.id === id) resolve(said)
      })
    })
  }
}

/** A class in which a lesson is under way at each seat, each with its page. @returns its cost for each seat, all processes together */
async function measureClass(program: string, folder: string, seats: number): Promise<Sample> {
  const startedAt = performance.now()
  const words = [program, 'class', '--lessons', 'lessons', '--seats', String(seats), '--http', '0', '--json']
  const { line, pid, stop } = await startNode([...words, '--results', 'results'], folder)
  const room = classReady.parse(JSON.parse(line))
  const [address] = room.addresses
  for (const { code } of room.seats) {
    const page = await Watcher.open(address, code)
    const begun = started.parse(await page.call('lesson.start', { id: 'lesson', seed: 1 }))
    await Watcher.open(address, code, `&lab=${begun.lab}`)
  }
  const all = [pid, ...childrenOf(pid)]
  const sum = (of: (one: number) => number) => all.reduce((total, one) => total + of(one), 0) / seats
  const cost = { cpuMs: sum(cpuMsOf), value: sum(residentBytesOf) / 1e6 }
  const wallMs = performance.now() - startedAt
  await stop()
  await rm(join(folder, 'results'), { recursive: true, force: true })
  return { ...cost, wallMs }
}

/** The same lab in a bare server, with a page that signs the same person in. */
async function measureServe(program: string, folder: string): Promise<Sample> {
  const startedAt = performance.now()
  const { line, pid, stop } = await startNode(
    [program, 'serve', '--lab', 'lab.json', '--http', '0', '--json'],
    folder,
  )
  const { http } = serveReady.parse(JSON.parse(line))
  const page = await Watcher.open(http, new URL(http).searchParams.get('token') ?? '')
  await page.call('handheld.login', { name: 'alice', user: 'alice', password })
  const cost = { cpuMs: cpuMsOf(pid), value: residentBytesOf(pid) / 1e6 }
  const wallMs = performance.now() - startedAt
  await stop()
  return { ...cost, wallMs }
}

export const classSeat: Row = {
  name: 'class-seat',
  what: 'resident memory of a class with a lesson under way at each of 30 seats, for each seat / of `serve` with the same lab',
  unit: 'MB',
  goal: { atMost: 1.2, cpuAtMost: 1.2 },
  rounds: 5,
  isWarm: true,
  missing: missingProc,
  async open(isSmall) {
    const program = await benchProgram()
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
    await mkdir(join(folder, 'lessons'))
    await writeFile(join(folder, 'lessons/lesson.yaml'), JSON.stringify(lesson))
    await writeFile(join(folder, 'lab.json'), JSON.stringify({ ...lab, ...ownPorts }))
    return {
      ours: () => measureClass(program, folder, isSmall ? 1 : 30),
      theirs: () => measureServe(program, folder),
      close: () => rm(folder, { recursive: true }),
    }
  },
}
