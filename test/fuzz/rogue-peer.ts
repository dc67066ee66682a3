import type { Generator } from '../../server/clock/index.ts'
import {
  parseUri,
  readTo,
  type SipMessage,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../../server/protocols/sip/index.ts'
import {
  damage,
  type Headers,
  happens,
  pick,
  properSession,
  type RogueDialog,
  type RogueMessage,
  rogueAnswer,
  rogueBody,
  rogueMethods,
  write,
} from './rogue-messages.ts'

/** The users that the rogue pretends to be. None of them has a handheld. */
export const pretended = ['mallory', 'carol', 'dave', 'zoe'].map((user) => `sip:${user}@corp.example`)

const mostRemembered = 40

/** The connection between the rogue and the lab. */
export interface RogueWire {
  readonly transport: 'TLS' | 'TCP'
  readonly address: string
  /** Others use the same connection, so the rogue must not break the framing of its messages. */
  readonly isShared: boolean
  /** The Request-URI with which a user is reached over this connection. */
  uriOf(user: string): string
  write(bytes: Buffer): void
}

/** A hostile or broken SIP peer: sends requests inside and outside of dialogs, and answers requests at random. */
export class RoguePeer {
  readonly #generator: Generator
  readonly #victims: readonly string[]
  readonly #dialogs: RogueDialog[] = []
  readonly #pending: SipRequest[] = []
  readonly #branches: string[] = ['z9hG4bKnone']
  #count = 0

  /** @param victims IDs of users with handhelds */
  constructor(generator: Generator, victims: readonly string[]) {
    this.#generator = generator
    this.#victims = victims
  }

  /** Sends one request or answers a pending one. */
  act(wire: RogueWire): void {
    if (this.#pending.length > 0 && happens(this.#generator, 0.5)) this.#answer(wire)
    else this.#sendRequest(wire)
  }

  /** Answers all pending requests at random. */
  answerAll(wire: RogueWire): void {
    while (this.#pending.length > 0) this.#answer(wire)
  }

  receive(message: SipMessage, wire: RogueWire): void {
    if (message.kind === 'response') return this.#handleResponse(message, wire)
    if (message.method === 'ACK') return
    remember(this.#pending, message)
  }

  #answer(wire: RogueWire): void {
    const generator = this.#generator
    const index = generator.integer(0, this.#pending.length - 1)
    const [request] = this.#pending.splice(index, 1)
    if (!request) return
    const times = happens(generator, 0.15) ? generator.integer(2, 4) : 1
    for (let time = 0; time < times; time += 1) {
      const contact = `sip:rogue${time}@${wire.address}`
      this.#write(wire, damage(generator, rogueAnswer(generator, request, contact)))
    }
    // Send later requests within the dialog of this INVITE, too.
    if (request.method === 'INVITE') this.#rememberDialog(request)
  }

  #write(wire: RogueWire, message: RogueMessage): void {
    wire.write(write(this.#generator, message, wire.isShared))
  }

  /** Remembers the dialog that the answer to an INVITE may have established. */
  #rememberDialog({ headers }: SipRequest): void {
    const contact = /<([^>]+)>/.exec(headers.get('Contact') ?? '')?.[1]
    const to = headers.get('To') ?? ''
    if (contact === undefined) return
    remember(this.#dialogs, {
      callId: headers.get('Call-ID') ?? '',
      from: to.includes(';tag=') ? to : `${to};tag=${pick(this.#generator, ['rogue', 'rogue2', 'rogue3'])}`,
      to: headers.get('From') ?? '',
      target: contact,
      routes: headers.list('Record-Route'),
      sequence: 0,
    })
  }

  #sendRequest(wire: RogueWire): void {
    const generator = this.#generator
    const method = pick(generator, rogueMethods)
    const known = this.#dialogs.length > 0 && happens(generator, 0.6) ? pick(generator, this.#dialogs) : null
    const dialog = known ?? this.#newDialog(wire)
    const isFollowUp = method === 'ACK' || method === 'CANCEL'
    if (!isFollowUp) dialog.sequence += happens(generator, 0.95) ? 1 : generator.integer(-3, 3)
    const branch =
      isFollowUp || happens(generator, 0.03) ? pick(generator, this.#branches) : `z9hG4bKrogue${this.#count}`
    this.#count += 1
    remember(this.#branches, branch)
    const headers: Headers = [
      ['Via', `SIP/2.0/${wire.transport} ${wire.address};branch=${branch}`],
      ['From', dialog.from],
      ['To', dialog.to],
      ['Call-ID', dialog.callId],
      ['CSeq', `${dialog.sequence} ${happens(generator, 0.97) ? method : pick(generator, rogueMethods)}`],
      ['Max-Forwards', '70'],
      ['Contact', `<sip:rogue@${wire.address}>`],
      ...dialog.routes.map((route): [string, string] => ['Route', route]),
    ]
    const isProper = method === 'INVITE' && happens(generator, 0.6)
    const [type, body] = isProper ? properSession : rogueBody(generator)
    if (type !== '' && !happens(generator, 0.1)) headers.push(['Content-Type', type])
    if (method === 'NOTIFY' || method === 'BENOTIFY') headers.push(['Event', 'presence'])
    this.#write(wire, damage(generator, { start: `${method} ${dialog.target} SIP/2.0`, headers, body }))
  }

  /** Identifiers for a request outside of a dialog, or for an invented dialog. */
  #newDialog(wire: RogueWire): RogueDialog {
    const generator = this.#generator
    const victim = pick(generator, this.#victims)
    const isMadeUp = happens(generator, 0.1)
    return {
      callId: happens(generator, 0.1) ? 'again' : `rogue-${this.#count}`,
      from: `<${pick(generator, pretended)}>;tag=${pick(generator, ['a', 'b', 'c'])}${this.#count}`,
      to: `<sip:${victim}@corp.example>${isMadeUp ? ';tag=made-up' : ''}`,
      target: happens(generator, 0.97)
        ? wire.uriOf(victim)
        : pick(generator, ['sip:', 'tel:1', 'sips:x@y', 'sip:corp.example']),
      routes: [],
      sequence: happens(generator, 0.97) ? 0 : 2_147_483_645,
    }
  }

  /** Remembers the dialog of an accepted INVITE, and usually sends the ACK. */
  #handleResponse(response: SipResponse, wire: RogueWire): void {
    const { headers, status } = response
    const isInvite = /\sINVITE$/.test(headers.get('CSeq') ?? '')
    if (!isInvite || status < 200 || status > 299) return
    const target = /<([^>]+)>/.exec(headers.get('Contact') ?? '')?.[1]
    if (target === undefined || !isReadable(response, target)) return
    const sequence = Number.parseInt(headers.get('CSeq') ?? '0', 10)
    const dialog: RogueDialog = {
      callId: headers.get('Call-ID') ?? '',
      from: headers.get('From') ?? '',
      to: headers.get('To') ?? '',
      target,
      routes: headers.list('Record-Route').reverse(),
      sequence,
    }
    const isNew = !this.#dialogs.some(({ callId, to }) => callId === dialog.callId && to === dialog.to)
    if (isNew) remember(this.#dialogs, dialog)
    if (happens(this.#generator, 0.2)) return
    const ack: Headers = [
      ['Via', `SIP/2.0/${wire.transport} ${wire.address};branch=z9hG4bKack${this.#count}`],
      ['From', dialog.from],
      ['To', dialog.to],
      ['Call-ID', dialog.callId],
      ['CSeq', `${sequence} ACK`],
      ['Max-Forwards', '70'],
      ...dialog.routes.map((route): [string, string] => ['Route', route]),
    ]
    this.#count += 1
    const body = happens(this.#generator, 0.2) ? rogueBody(this.#generator)[1] : Buffer.alloc(0)
    const message = { start: `ACK ${target} SIP/2.0`, headers: ack, body }
    this.#write(wire, happens(this.#generator, 0.7) ? message : damage(this.#generator, message))
  }
}

function isReadable(response: SipResponse, target: string): boolean {
  try {
    readTo(response.headers)
    parseUri(target)
    return true
  } catch (error) {
    if (error instanceof SipParseError) return false
    throw error
  }
}

/** Appends to a bounded list, which drops its oldest element. */
function remember<T>(all: T[], one: T): void {
  all.push(one)
  if (all.length > mostRemembered) all.shift()
}
