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

/** The findings of a fuzz run. */
export interface FuzzResult {
  /** Number of the rogue's messages and answers. */
  readonly acts: number
  /** Messages between the two handhelds that did not end `delivered` or did not arrive exactly once. Should be empty. */
  readonly lost: readonly string[]
  /** Notices about unexpected errors of the program. Should be empty. */
  readonly unexpected: readonly string[]
  /** Number of dialogs and requests that the lab keeps before the first act. `keptAfter` should be equal. */
  readonly keptBefore: object
  readonly keptAfter: object
}

/** The two handhelds exchange messages after this many acts. */
const actsBetweenCanaries = 25
const victims = ['alice', 'bob']

/** A lab and a function that lets its time advance. */
interface FuzzLab {
  readonly lab: Lab
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  advance(ms: number): Promise<void>
}

/** A lab with the place from which the rogue attacks it. */
interface Stage extends FuzzLab {
  /** Lets the rogue send one message or answer. */
  act(rogue: RoguePeer): Promise<void>
  /** Lets the rogue answer all pending requests. */
  answerAll(rogue: RoguePeer): void
  close(): void
}

/** A rogue client at port 5061 that is signed in as several users, and clients that are not signed in. */
export async function openClientStage(generator: Generator): Promise<Stage> {
  const others = pretended.map((address) => ({ id: address.slice(4).split('@')[0] ?? '' }))
  const base = people(...victims)
  const one = await startLabInVirtualTime({ ...base, users: [...(base.users ?? []), ...others] })
  const clients: Client[] = []

  async function openClient(): Promise<Client> {
    const { port } = one.lab.endpoints.communicationsServer
    // Connect without a client certificate, as desktop clients do.
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    return clientOn(socket, one)
  }

  async function signedIn(rogue: RoguePeer): Promise<Client> {
    const known = clients.find(({ isOpen }) => isOpen())
    if (known) return known
    const client = await openClient()
    clients.splice(0, clients.length, client)
    client.listen((message) => rogue.receive(message, client.wire))
    for (const [index, address] of pretended.entries())
      client.wire.write(registration(client.wire, address, index))
    return client
  }

  return {
    ...inVirtualTime(one),
    async act(rogue) {
      if (!happens(generator, 0.1)) return rogue.act((await signedIn(rogue)).wire)
      const stranger = await openClient()
      rogue.act(stranger.wire)
      if (happens(generator, 0.5)) await one.clock.settle()
      stranger.close()
    },
    answerAll(rogue) {
      const open = clients.find(({ isOpen }) => isOpen())
      if (open) rogue.answerAll(open.wire)
    },
    close() {
      for (const client of clients) client.close()
    },
  }
}

function inVirtualTime({ lab, clock, call }: LabInVirtualTime): FuzzLab {
  return { lab, call, advance: (ms) => clock.advance(ms) }
}

interface Client {
  readonly wire: RogueWire
  isOpen(): boolean
  listen(receive: (message: SipMessage) => void): void
  close(): void
}

function clientOn(socket: TLSSocket, { clock }: LabInVirtualTime): Client {
  const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
  clock.flight.track(ports)
  const stream = new SipStream()
  let receive = (_message: SipMessage) => {}
  let isOpen = true
  socket.on('data', (chunk: Buffer) => {
    for (const item of stream.push(chunk)) if (item.kind === 'message') receive(item.message)
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
      receive = listener
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

/** Real time after which a rogue registrar sends a valid answer. */
const validAnswerAfterMs = 20

/**
 * A rogue registrar outside the lab. It forwards the messages between the two handhelds correctly. It answers all other
 * requests at random, and sends random requests.
 */
export async function openRegistrarStage(generator: Generator): Promise<Stage> {
  const real = createRealClock()
  // The registrar is outside the lab, so it does not use the lab's clock.
  const registrar = await startRogueRegistrar(real)
  // Lab time must not advance faster than real time: in virtual time, unanswered requests would run into timeouts at once.
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
    write: (bytes) => registrar.send(bytes),
  }
  let rogue: RoguePeer | null = null
  registrar.handleRequest = (request) => {
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
    rogue.receive(request, wire)
    if (request.method === 'ACK') return true
    // Soon after the rogue's answer, if any, send a valid one: lab time would wait ten seconds for it.
    real.after(validAnswerAfterMs, () =>
      registrar.send(answerTo(request, pick(generator, [200, 404, 480, 486, 500]))),
    )
    return true
  }
  registrar.handleResponse = (response) => {
    if (!isForwarded(registrar, response)) rogue?.receive(response, wire)
  }

  return {
    lab,
    call: (name, input) => lab.api.call(name, input),
    advance: (ms) => (ms === 0 ? new Promise((resolve) => setImmediate(resolve)) : clock.jump(ms)),
    async act(who) {
      rogue = who
      who.act(wire)
    },
    answerAll: (who) => who.answerAll(wire),
    close: () => registrar.close(),
  }
}

const forwardBranch = 'z9hG4bKforward'
let forwards = 0

/** Forwards a request as a proxy does, with a Via header of its own. */
function forward(registrar: RogueRegistrar, request: SipRequest, contact: string): void {
  const headers = SipHeaders.from(request.headers)
  forwards += 1
  headers.prepend('Via', `SIP/2.0/TCP 127.0.0.1:${registrar.port};branch=${forwardBranch}${forwards}`)
  const isInDialog = /ms-opaque/.test(request.uri)
  registrar.send(writeMessage({ ...request, headers, uri: isInDialog ? request.uri : contact }))
}

/** Sends the answer to a forwarded request back to the sender. @returns false for answers to requests of the rogue */
function isForwarded(registrar: RogueRegistrar, response: SipResponse): boolean {
  const [top = '', ...vias] = response.headers.all('Via')
  if (!top.includes(forwardBranch)) return false
  const headers = SipHeaders.from(response.headers)
  headers.remove('Via')
  for (const via of vias.reverse()) headers.prepend('Via', via)
  registrar.send(writeMessage({ ...response, headers }))
  return true
}

/** Lets the rogue act a number of times while two handhelds exchange messages. */
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
      if (result !== 'accepted') throw new Error(`the login of ${name} was not accepted: ${result}`)
    }
    await canary()
    await stage.advance(60_000)
    const keptBefore = { ...lab.kept }
    while (done < acts) {
      await stage.act(rogue)
      done += 1
      if (happens(chance, 0.1)) writeTo(stage, chance)
      if (happens(chance, 0.4)) {
        if (happens(chance, 0.5)) stage.answerAll(rogue)
        await stage.advance(pick(chance, [0, 0, 0, 100, 5_000]))
      }
      if (done % actsBetweenCanaries !== 0) continue
      stage.answerAll(rogue)
      await canary()
    }
    await endAll(stage, rogue)
    return { acts, lost, unexpected, keptBefore, keptAfter: { ...lab.kept } }
  } finally {
    unsubscribe()
    stage.close()
    await stopLab(stage)
  }
}

/** Sends a message from a handheld to the rogue. The result does not matter. */
function writeTo({ lab }: FuzzLab, chance: Generator): void {
  const text = `hello ${chance.integer(0, 1_000_000)}`
  lab.api
    .call('handheld.send', { name: pick(chance, victims), to: pick(chance, pretended), text })
    .catch(() => {})
}

/** Closes the conversations of both handhelds with the rogue and lets time advance until no dialog can be left. */
async function endAll(stage: Stage, rogue: RoguePeer): Promise<void> {
  const advanceAnswering = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      stage.answerAll(rogue)
      await stage.advance(5_000)
    }
  }
  for (const name of victims) {
    for (const to of pretended) {
      stage.lab.api.call('handheld.send', { name, to, text: 'Goodbye.' }).catch(() => {})
    }
  }
  await advanceAnswering(150_000)
  for (const name of victims) {
    for (const address of pretended) await stage.call('handheld.closeConversation', { name, with: address })
  }
  await advanceAnswering(150_000)
}

/** Stops the lab. It may still wait for answers of the rogue, so let time advance until the timeouts. */
async function stopLab(stage: Stage): Promise<void> {
  let isStopped = false
  const stopping = stage.lab.stop().then(() => {
    isStopped = true
  })
  while (!isStopped) await stage.advance(1_000)
  await stopping
}
