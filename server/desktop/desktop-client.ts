import type { DesktopHabit, MessageReason, SendOutcome } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import { Failure } from '../base/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import {
  messageSession,
  noBody,
  readFrom,
  readTo,
  SipHeaders,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../protocols/sip/index.ts'
import { ClientConnection, type DesktopTarget } from './client-connection.ts'
import { type DesktopDialog, dialogHeaders, dialogOfAnswer, dialogOfRequest } from './dialog.ts'

/** A message that a desktop client received. */
export interface DesktopMessage {
  /** Address of record of the sender. */
  readonly from: string
  readonly text: string
}

/** How sending ended, as far as the desktop client knows. */
export interface DesktopSent {
  readonly outcome: SendOutcome
  readonly why: MessageReason | null
}

export interface DesktopClientOptions {
  clock: Clock
  /** Draws names and tags, so that one seed gives one run. */
  generator: Generator
  sipAddress: string
  /** The SIP domain. */
  dns: string
  target(): DesktopTarget
  changed(): void
}

const registrationSeconds = 7_200
/** Interval at which the client refreshes its registration, well before it expires. */
const refreshMs = (registrationSeconds - 600) * 1_000
/** Maximum number of received messages; a further one drops the oldest. */
const mostMessages = 100

/**
 * A client like Office Communicator on a PC, the other endpoint of a user who also has a handheld. It registers, accepts and
 * opens conversations, and signs out or crashes. It does not authenticate, so the server must accept plain clients.
 * Its habits are faults of real clients that are known from field issues.
 */
export class DesktopClient {
  readonly sipAddress: string
  readonly received: DesktopMessage[] = []
  droppedMessages = 0
  readonly #options: DesktopClientOptions
  readonly #epid: string
  readonly #instance: string
  #habits: ReadonlySet<DesktopHabit> = new Set()
  #connection: ClientConnection | null = null
  #registration = { callId: '', sequence: 0 }
  #refresh: { cancel(): void } | null = null
  /** By Call-ID. */
  readonly #dialogs = new Map<string, DesktopDialog>()
  /** Conversation numbers by peer. A client with the habit `keeps-conversations` reuses them, even after a crash. */
  readonly #conversations = new Map<string, string>()
  /** Numbers of conversations that others opened and have not ended, by Call-ID of their dialog. */
  readonly #taken = new Map<string, string>()

  constructor(options: DesktopClientOptions) {
    this.#options = options
    this.sipAddress = options.sipAddress
    this.#epid = this.#draw(10)
    const id = this.#draw(32)
    this.#instance = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  /** Sets the habits, which also apply after the client has signed in again. */
  set habits(habits: readonly DesktopHabit[]) {
    this.#habits = new Set(habits)
  }

  get isSignedIn(): boolean {
    return this.#connection !== null
  }

  /** @throws {Failure} if the server cannot be reached, or refuses */
  async signIn(): Promise<void> {
    if (this.#connection) throw new Failure('desktop-signed-in', { address: this.sipAddress })
    const connection = await ClientConnection.open({
      clock: this.#options.clock,
      target: this.#options.target(),
      onRequest: (request) => this.#handle(request),
      onClosed: () => {
        if (this.#connection === connection) this.#gone()
      },
    })
    this.#connection = connection
    this.#registration = { callId: this.#draw(24), sequence: 0 }
    const answer = await this.#register(connection, registrationSeconds)
    if (answer === null || answer.status >= 300) {
      connection.close()
      this.#gone()
      const address = this.sipAddress
      throw new Failure('desktop-refused', {
        address,
        status: answer?.status ?? null,
        reason: answer?.reason ?? '',
      })
    }
    this.#refreshLater(connection)
    this.#options.changed()
  }

  /** Ends its conversations and its registration, waits for the answers, and closes. */
  async signOut(): Promise<void> {
    const connection = this.#signedIn()
    await Promise.all([...this.#dialogs.values()].map((dialog) => connection.ask(this.#bye(dialog))))
    await this.#register(connection, 0)
    this.#gone()
    connection.close()
  }

  /** Ends its conversations and its registration, and closes without waiting for answers. */
  leave(): void {
    const connection = this.#signedIn()
    const goodbyes = [...this.#dialogs.values()].map((dialog) => this.#bye(dialog))
    connection.send(...goodbyes, this.#registerRequest(connection, 0))
    this.#gone()
    connection.close()
  }

  /** Crashes: closes the connection without a message, and forgets all conversations, but not their numbers. */
  crash(): void {
    const connection = this.#signedIn()
    this.#gone()
    connection.close()
  }

  /** Sends one message, in the open dialog with its recipient or in a new one. */
  async send(to: string, text: string): Promise<DesktopSent> {
    const connection = this.#signedIn()
    let dialog = [...this.#dialogs.values()].find(({ peer }) => peer === to)
    if (!dialog) {
      const opened = await this.#invite(connection, to)
      if (!('callId' in opened)) return opened
      dialog = opened
    }
    const message = this.#within(dialog, 'MESSAGE', 'text/plain; charset=UTF-8', text)
    if (!this.#habits.has('overtakes')) return outcomeOf(await connection.ask(message))
    // With this habit, a typing notice with a higher CSeq is sent right before the message.
    const typing = this.#within(dialog, 'INFO', 'application/xml', typingNotice)
    const answer = connection.answerTo(message)
    connection.send(typing, message)
    return outcomeOf(await answer)
  }

  /** Closes the connection at the end of the lab. */
  stop(): void {
    const connection = this.#connection
    this.#gone()
    connection?.close()
  }

  #signedIn(): ClientConnection {
    if (this.#connection) return this.#connection
    throw new Failure('desktop-signed-out', { person: this.sipAddress })
  }

  #gone(): void {
    this.#connection = null
    this.#refresh?.cancel()
    this.#dialogs.clear()
    this.#taken.clear()
    this.#options.changed()
  }

  #register(connection: ClientConnection, seconds: number): Promise<SipResponse | null> {
    return connection.ask(this.#registerRequest(connection, seconds))
  }

  #refreshLater(connection: ClientConnection): void {
    this.#refresh = this.#options.clock.after(refreshMs, () => {
      void this.#register(connection, registrationSeconds)
      this.#refreshLater(connection)
    })
  }

  #registerRequest(connection: ClientConnection, seconds: number): SipRequest {
    const { callId } = this.#registration
    this.#registration.sequence += 1
    const headers = this.#via(connection)
    headers.add('From', this.#from())
    headers.add('To', `<${this.sipAddress}>`)
    headers.add('Call-ID', callId)
    headers.add('CSeq', `${this.#registration.sequence} REGISTER`)
    headers.add('Max-Forwards', '70')
    headers.add(
      'Contact',
      `<${this.#contact(connection)}>;proxy=replace;+sip.instance="<urn:uuid:${this.#instance}>"`,
    )
    headers.add('Event', 'registration')
    headers.add('Supported', 'gruu-10, adhoclist, msrtc-event-categories')
    headers.add('Expires', String(seconds))
    return { kind: 'request', method: 'REGISTER', uri: `sip:${this.#options.dns}`, headers, body: noBody }
  }

  /** Opens a dialog. @returns the dialog, or why it was not opened */
  async #invite(connection: ClientConnection, to: string): Promise<DesktopDialog | DesktopSent> {
    const keeps = this.#habits.has('keeps-conversations')
    const number = (keeps ? this.#conversations.get(to) : undefined) ?? this.#draw(32)
    this.#conversations.set(to, number)
    const headers = this.#via(connection)
    headers.add('From', this.#from())
    headers.add('To', `<${to}>`)
    headers.add('Call-ID', this.#draw(24))
    headers.add('CSeq', '1 INVITE')
    headers.add('Max-Forwards', '70')
    headers.add('Contact', `<${this.#contact(connection)}>`)
    headers.add('Ms-Conversation-ID', number)
    headers.add('Content-Type', 'application/sdp')
    const body = Buffer.from(messageSession(this.sipAddress, ['text/plain']))
    const invite: SipRequest = { kind: 'request', method: 'INVITE', uri: to, headers, body }
    const answer = await connection.ask(invite)
    if (answer === null || answer.status >= 300) {
      if (answer) connection.send(this.#ackOfRefusal(invite, answer))
      return outcomeOf(answer)
    }
    const dialog = dialogOfAnswer(invite, answer, to, 1)
    this.#dialogs.set(dialog.callId, dialog)
    const ack = dialogHeaders(dialog, 'ACK', 1)
    this.#addVia(ack, connection)
    connection.send({ kind: 'request', method: 'ACK', uri: dialog.target, headers: ack, body: noBody })
    return dialog
  }

  /** RFC 3261 section 17.1.1.3. */
  #ackOfRefusal(invite: SipRequest, refusal: SipResponse): SipRequest {
    const headers = new SipHeaders()
    for (const name of ['Via', 'From', 'Call-ID', 'Max-Forwards'])
      headers.add(name, invite.headers.get(name) ?? '')
    headers.add('To', refusal.headers.get('To') ?? '')
    headers.add('CSeq', '1 ACK')
    return { kind: 'request', method: 'ACK', uri: invite.uri, headers, body: noBody }
  }

  #bye(dialog: DesktopDialog): SipRequest {
    return this.#within(dialog, 'BYE')
  }

  #within(dialog: DesktopDialog, method: string, contentType?: string, body = ''): SipRequest {
    dialog.sequence += 1
    const headers = dialogHeaders(dialog, method, dialog.sequence)
    this.#addVia(headers, this.#signedIn())
    if (contentType !== undefined) headers.add('Content-Type', contentType)
    return { kind: 'request', method, uri: dialog.target, headers, body: Buffer.from(body) }
  }

  #handle(request: SipRequest): void {
    const connection = this.#connection
    if (!connection) return
    try {
      this.#answer(request, connection)
    } catch (error) {
      // Do not answer an unreadable message; its sender gives up after its own timeout.
      if (!(error instanceof SipParseError)) throw error
    }
  }

  #answer(request: SipRequest, connection: ClientConnection): void {
    const reply = (status: number, reason: string, more: (headers: SipHeaders) => void = () => {}) => {
      const headers = new SipHeaders()
      for (const name of ['Via', 'Record-Route', 'From', 'Call-ID', 'CSeq']) {
        for (const value of request.headers.all(name)) headers.add(name, value)
      }
      const to = request.headers.get('To') ?? ''
      headers.add('To', readTo(request.headers).parameters.has('tag') ? to : `${to};tag=${this.#epid}`)
      more(headers)
      connection.send({ kind: 'response', status, reason, headers, body: noBody })
      return headers
    }
    const callId = request.headers.get('Call-ID') ?? ''
    const peer = readFrom(request.headers).uri
    switch (request.method) {
      case 'ACK':
      case 'BENOTIFY':
        return
      case 'INVITE':
        return this.#takeInvite(request, connection, peer, reply)
      case 'MESSAGE': {
        this.received.push({ from: peer, text: asBuffer(request.body).toString('utf8') })
        if (this.received.length > mostMessages) {
          this.received.shift()
          this.droppedMessages += 1
        }
        this.#options.changed()
        // A client with this habit shows the message, but does not answer it.
        if (!this.#habits.has('silent')) reply(200, 'OK')
        return
      }
      case 'BYE':
        this.#dialogs.delete(callId)
        this.#taken.delete(callId)
        reply(200, 'OK')
        return
      case 'INFO':
      case 'OPTIONS':
      case 'NOTIFY':
        reply(200, 'OK')
        return
      default:
        reply(405, 'Method Not Allowed')
    }
  }

  #takeInvite(
    request: SipRequest,
    connection: ClientConnection,
    peer: string,
    reply: (status: number, reason: string, more?: (headers: SipHeaders) => void) => SipHeaders,
  ): void {
    const number = request.headers.get('Ms-Conversation-ID')
    // Communicator refuses a second conversation with the number of an open one. The status code that it uses is not
    // public, so this one is invented.
    if (number !== undefined && [...this.#taken.values()].includes(number)) {
      reply(486, 'Busy Here - the same conversation ID')
      return
    }
    const headers = reply(200, 'OK', (given) => {
      given.add('Contact', `<${this.#contact(connection)}>`)
    })
    const dialog = dialogOfRequest(request, headers.get('To') ?? '', peer)
    this.#dialogs.set(dialog.callId, dialog)
    if (number !== undefined) this.#taken.set(dialog.callId, number)
  }

  #from(): string {
    return `<${this.sipAddress}>;tag=${this.#draw(10)};epid=${this.#epid}`
  }

  #contact({ localPort }: ClientConnection): string {
    const { transport } = this.#options.target()
    return `${this.sipAddress.split('@')[0]}@127.0.0.1:${localPort};transport=${transport};ms-opaque=${this.#epid}`
  }

  #via(connection: ClientConnection): SipHeaders {
    const headers = new SipHeaders()
    this.#addVia(headers, connection)
    return headers
  }

  #addVia(headers: SipHeaders, { localPort }: ClientConnection): void {
    const transport = this.#options.target().transport.toUpperCase()
    headers.prepend('Via', `SIP/2.0/${transport} 127.0.0.1:${localPort};branch=z9hG4bK${this.#draw(16)}`)
  }

  /** Hexadecimal digits. */
  #draw(digits: number): string {
    let text = ''
    while (text.length < digits)
      text += this.#options.generator.integer(0, 0xffffff).toString(16).padStart(6, '0')
    return text.slice(0, digits)
  }
}

const typingNotice = '<?xml version="1.0"?><KeyboardActivity><status status="type"/></KeyboardActivity>'

function outcomeOf(answer: SipResponse | null): DesktopSent {
  if (answer === null) return { outcome: 'unconfirmed', why: { code: 'not-answered', facts: {} } }
  if (answer.status === 202) return { outcome: 'queued', why: null }
  if (answer.status < 300) return { outcome: 'delivered', why: null }
  const { reason, status } = answer
  return { outcome: 'rejected', why: { code: 'answered', facts: { status, reason } } }
}
