import type { Generator } from '../../server/clock/index.ts'
import type { SipRequest } from '../../server/protocols/sip/index.ts'

/** Makes the messages of a rogue peer: valid messages, of which some are then damaged in one or several places. */

export type Headers = [name: string, value: string][]

export interface RogueMessage {
  readonly start: string
  readonly headers: Headers
  readonly body: Buffer
}

/** A dialog that the rogue takes part in, or an invented one. */
export interface RogueDialog {
  readonly callId: string
  /** Value of the From header in the rogue's requests; `to` likewise. */
  readonly from: string
  readonly to: string
  readonly target: string
  readonly routes: readonly string[]
  sequence: number
}

export const rogueMethods = [
  'INVITE',
  'INVITE',
  'MESSAGE',
  'MESSAGE',
  'ACK',
  'BYE',
  'CANCEL',
  'INFO',
  'UPDATE',
  'REFER',
  'NOTIFY',
  'BENOTIFY',
  'PRACK',
  'OPTIONS',
  'SUBSCRIBE',
  'PUBLISH',
  'SERVICE',
  'DANCE',
] as const

const session =
  'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 5060 sip null\r\n'
const receipt = (state: string, sequence: number) =>
  `<?xml version="1.0"?><receipt sequence="${sequence}" state="${state}"/>`

/** Message bodies with their content types. */
const bodies: readonly (readonly [type: string, body: string | Uint8Array])[] = [
  ['application/sdp', session],
  ['application/sdp', session],
  ['application/sdp', session.replace('message', 'x-ms-message')],
  ['application/sdp', session.replace('m=message 5060 sip null', 'm=audio 5004 RTP/AVP 0')],
  ['application/sdp', 'm=message '],
  ['text/plain', 'Hello from nowhere'],
  ['text/plain; charset=UTF-8', '\u0000\u202e\ud83d\ude00'],
  ['text/plain', new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28])],
  ['text/html', '<b>Hello</b><script>alert(1)</script>'],
  ['text/html', '<'.repeat(2_000)],
  ['text/rtf', '{\\rtf1 Hello}'],
  ['text/rtf', `{\\rtf1${'{'.repeat(2_000)}`],
  ['multipart/alternative; boundary=x', '--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x--\r\n'],
  ['multipart/mixed; boundary=""', '--\r\n\r\n'],
  ['multipart/alternative', 'no boundary'],
  ['application/im-iscomposing+xml', '<isComposing><state>active</state></isComposing>'],
  ['application/xml', '<KeyboardActivity><status status="type"/></KeyboardActivity>'],
  ['application/xml', '<a>'.repeat(500)],
  ['application/xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['application/x-bramble-receipt+xml', receipt('delivered', 1)],
  ['application/x-bramble-receipt+xml', receipt('rejected', 2)],
  ['application/x-bramble-receipt+xml', '<receipt/>'],
  ['application/vnd-microsoft-roaming-contacts+xml', '<contactList deltaNum="1"/>'],
  ['message/sipfrag', 'SIP/2.0 200 OK'],
  ['text/registration-event', 'nothing of the kind'],
  ['text/plain', 'x'.repeat(20_000)],
  ['', ''],
  ['', ''],
]

const garbage: readonly string[] = [
  '',
  ' ',
  '*',
  '<>',
  '<sip:@:>',
  'sip:',
  '<tel:+1-212-555-0100>',
  '<sips:mallory@corp.example>;tag=s',
  '"unfinished <sip:mallory@corp.example>',
  '<sip:mallory@corp.example;%zz=1>;tag=',
  '<sip:%@corp.example>;tag=1;tag=2',
  '<sip:mallory@[::1]:99999>',
  '4294967296 INVITE',
  '-1 MESSAGE',
  '1',
  'SIP/2.0/TLS',
  'SIP/2.0/TCP 127.0.0.1;branch=',
  'text',
  'application/sdp;',
  '\u00e4\u00f6',
  'x'.repeat(3_000),
  ','.repeat(200),
  '__proto__',
  'constructor',
]

const extras: Headers = [
  ['Require', '100rel'],
  ['Require', 'x-bramble-receipt'],
  ['Proxy-Require', 'nothing'],
  ['Supported', 'x-bramble-receipt, 100rel, timer'],
  ['Content-Encoding', 'gzip'],
  ['Content-Disposition', 'session'],
  ['Content-Disposition', 'render;handling=optional'],
  ['Content-Disposition', ''],
  ['Content-Language', 'tlh'],
  ['Content-Type', 'application/sdp'],
  ['Content-Type', ''],
  ['Record-Route', '<sip:127.0.0.1:1;lr>, <sip:127.0.0.1:2>'],
  ['Record-Route', '<sip:@:'],
  ['Route', '<sip:127.0.0.1:9;lr>'],
  ['Contact', '<sip:other@127.0.0.1:1>'],
  ['Contact', '*'],
  ['Max-Forwards', '0'],
  ['Expires', '0'],
  ['Session-Expires', '90;refresher=uas'],
  ['RSeq', '1'],
  ['RAck', '1 1 INVITE'],
  ['Event', 'presence'],
  ['Event', 'registration-notify'],
  ['Subscription-State', 'terminated;reason=timeout'],
  ['Refer-To', '<sip:alice@corp.example?Replaces=x>'],
  ['Replaces', 'x;to-tag=1;from-tag=2'],
  ['Ms-Text-Format', 'text/plain; charset=UTF-8; ms-body=SGVsbG8='],
  ['Ms-Text-Format', 'text/html; ms-body=////'],
  ['WWW-Authenticate', 'Digest realm="x", nonce="y"'],
  ['WWW-Authenticate', 'NTLM realm="SIP Communications Service", targetname="x"'],
  ['Proxy-Authenticate', 'Kerberos'],
  ['To', '<sip:alice@corp.example>;tag=second'],
  ['i', 'another-call'],
  ['f', '<sip:carol@corp.example>;tag=short'],
]

const statuses = [
  100, 180, 183, 199, 200, 200, 200, 202, 204, 299, 300, 302, 380, 400, 401, 403, 404, 405, 407, 408, 415,
  420, 423, 480, 481, 482, 486, 487, 488, 491, 500, 501, 503, 504, 513, 580, 600, 603, 606, 699,
]

export function pick<T>(generator: Generator, from: readonly T[]): T {
  const chosen = from[generator.integer(0, from.length - 1)]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}

export function happens(generator: Generator, chance: number): boolean {
  return generator.fraction() < chance
}

export function rogueBody(generator: Generator): readonly [type: string, body: Buffer] {
  const [type, body] = pick(generator, bodies)
  return [type, typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)]
}

/** A valid SDP body, so that some dialogs are established. */
export const properSession = ['application/sdp', Buffer.from(session)] as const

/** Damages a message with a probability of 40 %: removes, duplicates, replaces, cuts or inserts headers. */
export function damage(generator: Generator, message: RogueMessage): RogueMessage {
  const headers: Headers = [...message.headers]
  const times = happens(generator, 0.6) ? 0 : generator.integer(1, 3)
  for (let time = 0; time < times; time += 1) {
    const index = generator.integer(0, Math.max(0, headers.length - 1))
    const [name, value] = headers[index] ?? ['Subject', '']
    switch (generator.integer(0, 5)) {
      case 0:
        headers.splice(index, 1)
        break
      case 1:
        headers.splice(index, 0, [name, value])
        break
      case 2:
        headers[index] = [name, pick(generator, garbage)]
        break
      case 3:
        headers[index] = [name, value.slice(0, generator.integer(0, value.length))]
        break
      default:
        headers.splice(index, 0, pick(generator, extras))
    }
  }
  return { ...message, headers }
}

/**
 * Writes a message to bytes, rarely with a wrong Content-Length: the rest of the connection cannot be parsed after that.
 * @param staysInFrame always writes the right Content-Length, since others use the same connection
 */
export function write(
  generator: Generator,
  { start, headers, body }: RogueMessage,
  staysInFrame: boolean,
): Buffer {
  const length =
    !staysInFrame && happens(generator, 0.004) ? body.length + generator.integer(-5, 5) : body.length
  const lines = headers
    .filter(([name]) => name !== 'Content-Length')
    .map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([
    Buffer.from(`${[start, ...lines, `Content-Length: ${length}`].join('\r\n')}\r\n\r\n`),
    body,
  ])
}

/** An answer with a random status, the headers that must be copied from the request, and sometimes a body. */
export function rogueAnswer(generator: Generator, request: SipRequest, contact: string): RogueMessage {
  const status = pick(generator, statuses)
  const headers: Headers = []
  for (const name of ['Via', 'Record-Route', 'From', 'To', 'Call-ID', 'CSeq']) {
    for (const value of request.headers.all(name)) headers.push([name, value])
  }
  const to = headers.find(([name]) => name === 'To')
  if (to && !to[1].includes(';tag=')) to[1] += `;tag=${pick(generator, ['rogue', 'rogue2', 'rogue3'])}`
  headers.push(['Contact', `<${contact}>`])
  const [type, body] = happens(generator, 0.6) ? ['', Buffer.alloc(0)] : rogueBody(generator)
  if (type !== '' && !happens(generator, 0.15)) headers.push(['Content-Type', type])
  return { start: `SIP/2.0 ${status} Rogue`, headers, body }
}
