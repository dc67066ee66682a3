import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import {
  createNtlmClient,
  createSigningKeys,
  ntHash,
  type SigningKeys,
  signDatagram,
} from '../../../../protocols/ntlm/index.ts'
import {
  parseAuthentication,
  parseMessage,
  readSequence,
  SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  SipStream,
  signatureSequence,
  signatureText,
  writeMessage,
} from '../../../../protocols/sip/index.ts'
import { registerText, requestText } from '../../../communications/testing/test-client.ts'

export interface NtlmSipClientOptions {
  server: { port: number }
  password?: string
  user?: string
  domain?: string
  version?: number
  /** The client's own clock. */
  now?: () => number
  /** The authority (PEM) of the server's certificate, over TLS. */
  ca?: string
  /** Whether it authenticates to a proxy: Proxy-Authorization instead of Authorization. */
  isProxied?: boolean
}

type Changes = Record<string, string | undefined>

/** The client's side of a security association. */
interface Agreed {
  opaque: string
  targetName: string
  version: number
  client: SigningKeys
  server: SigningKeys
}

/** A client that signs what it sends and checks what it gets, as Communicator does; for tests. */
export class NtlmSipClient {
  readonly socket: Socket
  readonly #options: Required<Omit<NtlmSipClientOptions, 'ca'>>
  readonly #stream = new SipStream()
  readonly #arrived: SipMessage[] = []
  #wake = () => {}
  #number = 0
  #sequence = 0
  readonly #lastServerNumber = { value: 0 }
  agreed: Agreed | null = null

  private constructor(options: NtlmSipClientOptions, socket: Socket) {
    this.#options = {
      password: 'Passw0rd!',
      user: 'alice',
      domain: 'CORP',
      version: 4,
      now: () => Date.now(),
      isProxied: false,
      ...options,
    }
    this.socket = socket
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      for (const item of this.#stream.push(chunk)) {
        if (item.kind === 'message') this.#arrived.push(item.message)
      }
      this.#wake()
    })
    socket.on('close', () => this.#wake())
  }

  static async connect(options: NtlmSipClientOptions): Promise<NtlmSipClient> {
    const { ca, ...rest } = options
    const address = { host: '127.0.0.1', port: options.server.port }
    const socket = ca ? connectTls({ ...address, ca, servername: 'ocs.corp.example' }) : connect(address)
    await once(socket, ca ? 'secureConnect' : 'connect')
    return new NtlmSipClient(rest, socket)
  }

  async next(): Promise<SipMessage> {
    for (;;) {
      const message = this.#arrived.shift()
      if (message) return message
      if (this.socket.destroyed) throw new Error('the connection is closed, and nothing came')
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async response(): Promise<SipResponse> {
    const message = await this.next()
    if (message.kind !== 'response') throw new Error(`a ${message.method} came instead of a response`)
    return message
  }

  send(message: SipMessage): void {
    this.socket.write(writeMessage(message))
  }

  /** A request as this client would write it, without credentials. */
  compose(method: string, changes: Changes = {}, target = 'sip:corp.example'): SipRequest {
    this.#sequence += 1
    const all = { CSeq: `${this.#sequence} ${method}`, 'Call-ID': randomUUID(), ...changes }
    const text = method === 'REGISTER' ? registerText(all) : requestText(method, all, target)
    const message = parseMessage(Buffer.from(text))
    if (message.kind !== 'request') throw new Error('not a request')
    return message
  }

  get credentialsHeader(): string {
    return this.#options.isProxied ? 'Proxy-Authorization' : 'Authorization'
  }

  /** All three steps of the handshake, each in a request of its own. @returns the last answer, or an earlier one that is no challenge */
  async signIn(
    method = 'REGISTER',
    changes: Changes = {},
    tamper: (request: SipRequest) => SipRequest = (request) => request,
  ): Promise<SipResponse> {
    this.agreed = null
    const { version } = this.#options
    const begin = this.compose(method, changes)
    begin.headers.add(
      this.credentialsHeader,
      `NTLM qop="auth", realm="SIP Communications Service", targetname="ocs.corp.example", gssapi-data="", version=${version}`,
    )
    this.send(begin)
    const challenge = await this.response()
    if (this.challengeOf(challenge)?.get('gssapi-data') === undefined) return challenge
    this.send(tamper(this.answer(challenge, this.compose(method, changes))))
    return this.response()
  }

  challengeOf(response: SipResponse): ReadonlyMap<string, string> | null {
    const value = response.headers.get(this.#options.isProxied ? 'Proxy-Authenticate' : 'WWW-Authenticate')
    return value === undefined ? null : ntlmParameters(value)
  }

  /** Adds the answer to a challenge to a request, signed from version 4 on. */
  answer(challenge: SipResponse, request: SipRequest): SipRequest {
    const { domain, isProxied: _, now, password, user } = this.#options
    const parameters = this.challengeOf(challenge)
    const get = (name: string) => parameters?.get(name) ?? ''
    const ntlm = createNtlmClient(
      { user, domain, workstation: 'TEST', ntHash: ntHash(password) },
      { now: now(), ask: ['sign', 'datagram', 'identify'] },
    )
    const { token, sessionKey, flags } = ntlm.authenticate(Buffer.from(get('gssapi-data'), 'base64'))
    this.agreed = {
      opaque: get('opaque'),
      targetName: get('targetname'),
      version: Number(get('version')),
      client: createSigningKeys(sessionKey, flags, 'client'),
      server: createSigningKeys(sessionKey, flags, 'server'),
    }
    this.#number = 0
    this.#lastServerNumber.value = 0
    const gssapiData = `gssapi-data="${Buffer.from(token).toString('base64')}", version=${this.agreed.version}`
    return this.agreed.version >= 4 ? this.sign(request, gssapiData) : this.#with(request, gssapiData)
  }

  /** A copy with this client's signature. */
  sign<Message extends SipMessage>(message: Message, more = '', number = ++this.#number): Message {
    const { agreed } = this
    if (!agreed) throw new Error('nothing is agreed on')
    const rand = randomBytes(4).toString('hex')
    const text = signatureText(message, { ...agreed, rand, number: String(number) })
    const signature = signDatagram(agreed.client, signatureSequence, Buffer.from(text)).toString('hex')
    const signed = `crand="${rand}", cnum="${number}", response="${signature}"`
    return this.#with(message, [more, signed].filter((part) => part !== '').join(', '))
  }

  #with<Message extends SipMessage>(message: Message, rest: string): Message {
    const { agreed } = this
    const headers = SipHeaders.from(message.headers)
    headers.add(
      this.credentialsHeader,
      `NTLM qop="auth", opaque="${agreed?.opaque}", realm="SIP Communications Service", targetname="${agreed?.targetName}", ${rest}`,
    )
    return { ...message, headers }
  }

  async ask(method: string, changes: Changes = {}, target?: string): Promise<SipResponse> {
    const request = this.sign(this.compose(method, changes, target))
    this.send(request)
    const response = await this.response()
    if (readSequence(response.headers).method !== method) throw new Error('an answer to something else')
    return response
  }

  /** What is wrong with the server's signature of a message, or null. */
  complaint(message: SipMessage): string | null {
    const name = this.#options.isProxied ? 'Proxy-Authentication-Info' : 'Authentication-Info'
    const parameters = ntlmParameters(message.headers.get(name) ?? '')
    const { agreed } = this
    if (!parameters || !agreed) return 'there is none'
    const get = (key: string) => parameters.get(key) ?? ''
    if (get('opaque') !== agreed.opaque) return 'it is of another association'
    if (Number(get('snum')) <= this.#lastServerNumber.value) return 'its number was used before'
    this.#lastServerNumber.value = Number(get('snum'))
    const text = signatureText(message, { ...agreed, rand: get('srand'), number: get('snum') })
    const expected = signDatagram(agreed.server, signatureSequence, Buffer.from(text))
      .toString('hex')
      .toUpperCase()
    return expected === get('rspauth') ? null : 'it is wrong'
  }
}

function ntlmParameters(value: string): ReadonlyMap<string, string> | null {
  const parsed = parseAuthentication(value)
  return parsed?.scheme === 'ntlm' ? parsed.parameters : null
}
