import { once } from 'node:events'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { CommandName, CommandOutput, CommandRequest } from '#contract'
import {
  createGenerator,
  createPacedClock,
  createRealClock,
  type Generator,
} from '../../server/clock/index.ts'
import {
  answerTo,
  type RogueRegistrar,
  startRogueRegistrar,
} from '../../server/environments/ocs/testing/rogue-registrar.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import {
  SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  SipStream,
  writeMessage,
} from '../../server/protocols/sip/index.ts'
import { noticeInEnglish, reasonInEnglish } from '../../server/words/testing/in-english.ts'
import {
  type LabInVirtualTime,
  password,
  people,
  startLabInVirtualTime,
} from '../flows/lab-in-virtual-time.ts'
import { happens, pick } from './rogue-messages.ts'
import { pretended, RoguePeer, type RogueWire } from './rogue-peer.ts'

/** What a run of the fuzz found; everything in it should be as it is said here. */
export interface FuzzResult {
  /** Rogue messages and answers. */
  readonly acts: number
  /** Messages of the canary conversation that did not end `delivered`, or are not there exactly once: none. */
  readonly lost: readonly string[]
  /** Notices of faults of the program: none. */
  readonly unexpected: readonly string[]
  /** Dialogs and requests kept before, and at the end: the same. */
  readonly keptBefore: object
  readonly keptAfter: object
}

/** So often do the handhelds exchange a message. */
const actsBetweenCanaries = 25
const victims = ['alice', 'bob']

/** A lab, and how its time passes. */
interface FuzzLab {
  readonly lab: Lab
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  pass(ms: number): Promise<void>
}

/** A place from which the rogue acts upon a lab. */
interface Stage extends FuzzLab {
  /** Does one thing. */
  act(rogue: RoguePeer): Promise<void>
  /** Answers what is not answered yet. */
  calm(rogue: RoguePeer): void
  close(): void
}

/** A rogue client at port 5061, signed in as several users, and strangers who are nobody. */
export async function openClientStage(generator: Generator): Promise<Stage> {
  const others = pretended.map((address) => ({ id: address.slice(4).split('@')[0] ?? '' }))
  const base = people(...victims)
  const one = await startLabInVirtualTime({ ...base, users: [...(base.users ?? []), ...others] })
  const clients: Client[] = []

  async function openClient(): Promise<Client> {
    const { port } = one.lab.endpoints.communicationsServer
    // No certificate of its own, as a desktop client has none.
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    return clientOn(socket, one)
  }

  async function signedIn(rogue: RoguePeer): Promise<Client> {
    const known = clients.find(({ isOpen }) => isOpen())
    if (known) return known
    const client = await openClient()
    clients.splice(0, clients.length, client)
    client.listen((message) => rogue.take(message, client.wire))
    for (const [index, address] of pretended.entries())
      client.wire.write(registration(client.wire, address, index))
    return client
  }

  return {
    ...passing(one),
    async act(rogue) {
      if (!happens(generator, 0.1)) return rogue.act((await signedIn(rogue)).wire)
      const stranger = await openClient()
      rogue.act(stranger.wire)
      if (happens(generator, 0.5)) await one.clock.settle()
      stranger.close()
    },
    calm(rogue) {
      const open = clients.find(({ isOpen }) => isOpen())
      if (open) rogue.answerAll(open.wire)
    },
    close() {
      for (const client of clients) client.close()
    },
  }
}

function passing({ lab, clock, call }: LabInVirtualTime): FuzzLab {
  return { lab, call, pass: (ms) => clock.advance(ms) }
}

interface Client {
  readonly wire: RogueWire
  isOpen(): boolean
  listen(take: (message: SipMessage) => void): void
  close(): void
}

function clientOn(socket: TLSSocket, { clock }: LabInVirtualTime): Client {
  const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
  clock.flight.track(ports)
  const stream = new SipStream()
  let take = (_message: SipMessage) => {}
  let isOpen = true
  socket.on('data', (chunk: Buffer) => {
    for (const item of stream.push(chunk)) if (item.kind === 'message') take(item.message)
    clock.flight.received(ports, chunk.length)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    isOpen = false
    clock.flight.forget(ports)
  })
  return {
    wire: {
      transport: 'TLS',
      address: `127.0.0.1:${ports.localPort}`,
      isShared: false,
      uriOf: (user) => `sip:${user}@corp.example`,
      write(bytes) {
        if (!isOpen) return
        clock.flight.sent(ports, bytes.length)
        socket.write(bytes)
      },
    },
    isOpen: () => isOpen,
    listen(listener) {
      take = listener
    },
    close: () => socket.destroy(),
  }
}

function registration({ address, transport }: RogueWire, sipAddress: string, index: number): Buffer {
  const user = sipAddress.slice(4).split('@')[0]
  const lines = [
    'REGISTER sip:corp.example SIP/2.0',
    `Via: SIP/2.0/${transport} ${address};branch=z9hG4bKregister${index}`,
    `From: <${sipAddress}>;tag=register;epid=00000000${index}`,
    `To: <${sipAddress}>`,
    `Call-ID: register-${index}-${address}`,
    'CSeq: 1 REGISTER',
    'Max-Forwards: 70',
    `Contact: <sip:${user}@${address};transport=tls>`,
    'Expires: 7200',
    'Content-Length: 0',
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}

/** Real time after which a rogue registrar answers in any case. */
const patienceMs = 20

/**
 * A registrar outside the lab that is rogue itself. What the two handhelds say to each other it passes on as it should;
 * everything else it answers, and asks, as it likes.
 */
export async function openRegistrarStage(generator: Generator): Promise<Stage> {
  const real = createRealClock()
  // Not the lab's clock: the registrar is outside.
  const registrar = await startRogueRegistrar(real)
  // Lab time is held back to real time: in virtual time what the rogue leaves open would let timeouts strike.
  const clock = createPacedClock()
  const lab = await startLab({
    file: {
      ...people(...victims),
      communicationsServer: { external: { host: '127.0.0.1', port: registrar.port, transport: 'tcp' } },
    },
    clock,
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const contacts = new Map<string, string>()
  const wire: RogueWire = {
    transport: 'TCP',
    address: `127.0.0.1:${registrar.port}`,
    isShared: true,
    uriOf: (user) => (happens(generator, 0.7) ? contacts.get(user) : undefined) ?? `sip:${user}@corp.example`,
    write: (bytes) => registrar.say(bytes),
  }
  let rogue: RoguePeer | null = null
  registrar.deals = (request) => {
    if (request.method === 'REGISTER') {
      const user = /sip:(\w+)@/.exec(request.headers.get('To') ?? '')?.[1] ?? ''
      contacts.set(user, /<([^>]+)>/.exec(request.headers.get('Contact') ?? '')?.[1] ?? '')
      return false
    }
    if (request.method === 'OPTIONS') return false
    const [from, to] = ['From', 'To'].map(
      (name) => /sip:(\w+)@/.exec(request.headers.get(name) ?? '')?.[1] ?? '',
    )
    if (victims.includes(from ?? '') && victims.includes(to ?? '') && from !== to) {
      forward(registrar, request, contacts.get(to ?? '') ?? '')
      return true
    }
    if (!rogue) return false
    rogue.take(request, wire)
    if (request.method === 'ACK') return true
    // Whatever it says, or does not, soon it says what can be read: lab time would wait ten seconds for it.
    real.after(patienceMs, () => registrar.say(answerTo(request, pick(generator, [200, 404, 480, 486, 500]))))
    return true
  }
  registrar.hears = (response) => {
    if (!isForwarded(registrar, response)) rogue?.take(response, wire)
  }

  return {
    lab,
    call: (name, input) => lab.api.call(name, input),
    pass: (ms) => (ms === 0 ? new Promise((resolve) => setImmediate(resolve)) : clock.jump(ms)),
    async act(who) {
      rogue = who
      who.act(wire)
    },
    calm: (who) => who.answerAll(wire),
    close: () => registrar.close(),
  }
}

const forwardBranch = 'z9hG4bKforward'
let forwards = 0

/** As a proxy does: with a Via of its own, which it takes off the answer again. */
function forward(registrar: RogueRegistrar, request: SipRequest, contact: string): void {
  const headers = SipHeaders.from(request.headers)
  forwards += 1
  headers.prepend('Via', `SIP/2.0/TCP 127.0.0.1:${registrar.port};branch=${forwardBranch}${forwards}`)
  const isInDialog = /ms-opaque/.test(request.uri)
  registrar.say(writeMessage({ ...request, headers, uri: isInDialog ? request.uri : contact }))
}

/** Answers to what was forwarded go back to who asked; the others are the rogue's. */
function isForwarded(registrar: RogueRegistrar, response: SipResponse): boolean {
  const [top = '', ...vias] = response.headers.all('Via')
  if (!top.includes(forwardBranch)) return false
  const headers = SipHeaders.from(response.headers)
  headers.remove('Via')
  for (const via of vias.reverse()) headers.prepend('Via', via)
  registrar.say(writeMessage({ ...response, headers }))
  return true
}

/** Lets the rogue act so many times, while two handhelds talk to each other. */
export async function fuzzDialogs(
  open: (generator: Generator) => Promise<Stage>,
  seed: number,
  acts: number,
): Promise<FuzzResult> {
  const generator = createGenerator(seed)
  const stage = await open(generator.fork('stage'))
  const { lab } = stage
  const chance = generator.fork('rogue')
  const rogue = new RoguePeer(chance, victims)
  const lost: string[] = []
  const unexpected: string[] = []
  const unsubscribe = lab.api.subscribe((event) => {
    if (event.type === 'notice' && event.notice.code.startsWith('unexpected'))
      unexpected.push(noticeInEnglish(event.notice))
  })
  let canaries = 0
  const canary = async () => {
    for (const [name = '', to = ''] of [victims, [...victims].reverse()]) {
      canaries += 1
      const text = `canary ${canaries}`
      const { outcome, why } = await stage.call('handheld.send', { name, to, text })
      const { messages } = await stage.call('handheld.messenger', { name: to, with: name })
      const times = messages.filter((message) => !message.isOwn && message.text === text).length
      if (outcome !== 'delivered' || times !== 1) {
        lost.push(`${text}, before act ${done}: ${outcome} (${reasonInEnglish(why)}), there ${times} times`)
      }
    }
  }
  let done = 0
  try {
    for (const name of victims) {
      const { result } = await stage.call('handheld.login', { name, user: name, password })
      if (result !== 'accepted') throw new Error(`${name} is not let in: ${result}`)
    }
    await canary()
    await stage.pass(60_000)
    const keptBefore = { ...lab.kept }
    while (done < acts) {
      await stage.act(rogue)
      done += 1
      if (happens(chance, 0.1)) writeTo(stage, chance)
      if (happens(chance, 0.4)) {
        if (happens(chance, 0.5)) stage.calm(rogue)
        await stage.pass(pick(chance, [0, 0, 0, 100, 5_000]))
      }
      if (done % actsBetweenCanaries !== 0) continue
      stage.calm(rogue)
      await canary()
    }
    await endAll(stage, rogue)
    return { acts, lost, unexpected, keptBefore, keptAfter: { ...lab.kept } }
  } finally {
    unsubscribe()
    stage.close()
    await stopped(stage)
  }
}

/** A handheld writes to the rogue; what becomes of it is the rogue's affair. */
function writeTo({ lab }: FuzzLab, chance: Generator): void {
  const text = `hello ${chance.integer(0, 1_000_000)}`
  lab.api
    .call('handheld.send', { name: pick(chance, victims), to: pick(chance, pretended), text })
    .catch(() => {})
}

/** Both handhelds close their conversations with the rogue, and time passes until nothing of them can be left. */
async function endAll(stage: Stage, rogue: RoguePeer): Promise<void> {
  const calmly = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      stage.calm(rogue)
      await stage.pass(5_000)
    }
  }
  for (const name of victims) {
    for (const to of pretended) {
      stage.lab.api.call('handheld.send', { name, to, text: 'Goodbye.' }).catch(() => {})
    }
  }
  await calmly(150_000)
  for (const name of victims) {
    for (const address of pretended) await stage.call('handheld.closeConversation', { name, with: address })
  }
  await calmly(150_000)
}

/** The rogue is gone, and so its answers are; what the lab still waits for ends with time. */
async function stopped(stage: Stage): Promise<void> {
  let isStopped = false
  const stopping = stage.lab.stop().then(() => {
    isStopped = true
  })
  while (!isStopped) await stage.pass(1_000)
  await stopping
}
