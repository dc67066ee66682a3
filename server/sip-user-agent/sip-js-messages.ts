import {
  IncomingRequestMessage,
  IncomingResponseMessage,
  NameAddrHeader,
  URI,
} from 'sip.js/lib/core/index.js'
import { asBuffer } from '../base/bytes/index.ts'
import {
  type NameAddress,
  parseUri,
  readCallId,
  readContactHeader,
  readFrom,
  readSequence,
  readTo,
  readVia,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  transactionBranch,
  uriScheme,
} from '../protocols/sip/index.ts'
import { ReceivedChallenge } from './authentication/sip-js-authentication.ts'
import { unstampBranch } from './branch-stamp.ts'
import { describeBodyFault } from './judge-message.ts'

/**
 * Messages for sip.js's core, made from messages that this lab's codec has parsed. sip.js's own parser manages about 750 a
 * second; its core reads only the fields that are set here.
 */

/** A response that was received, as opposed to one that sip.js makes up for a timeout. */
export class ReceivedResponse extends IncomingResponseMessage {
  readonly original: SipResponse
  /** Why its body cannot be used, or null. sip.js would throw on such a body, so it gets none. */
  readonly bodyFault: string | null

  constructor(original: SipResponse) {
    super()
    this.original = original
    this.bodyFault = describeBodyFault(original)
  }
}

/** @param stamp the user agent's stamp on the branches of sip.js, see {@link SipUserAgent} */
export function toSipJsResponse(response: SipResponse, stamp: string): ReceivedResponse {
  const made = new ReceivedResponse(response)
  made.statusCode = response.status
  made.reasonPhrase = response.reason
  fill(made, response)
  if (made.bodyFault !== null) made.body = ''
  // Pass every provisional answer on as 100; for any other, sip.js would keep a dialog for each phone that rings.
  if (response.status < 200 && made.method === 'INVITE') made.statusCode = 100
  if (response.status === 401 || response.status === 407) {
    const name = response.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
    made.headers[name] = [{ raw: '', parsed: new ReceivedChallenge(response) }]
  }
  made.viaBranch = unstampBranch(made.viaBranch, stamp)
  return made
}

export function toSipJsRequest(request: SipRequest): IncomingRequestMessage {
  const made = new IncomingRequestMessage()
  made.ruri = toSipJsUri(request.uri)
  fill(made, request)
  made.viaBranch = transactionKey(request, made)
  // An ACK confirms the dialog whatever else it contains.
  if (made.method === 'ACK') made.body = ''
  return made
}

/**
 * The branch by which sip.js identifies a transaction. A branch alone is unique only together with sender and method (RFC
 * 3261 section 17.2.3). ACK and CANCEL share the branch of their INVITE.
 */
function transactionKey(request: SipRequest, made: IncomingRequestMessage): string {
  const via = readVia(request.headers)
  const method = made.method === 'ACK' || made.method === 'CANCEL' ? 'INVITE' : made.method
  const branch = transactionBranch(via)
  return branch === null
    ? // RFC 2543 knew no branches.
      [
        '2543',
        method,
        request.uri,
        made.fromTag,
        made.callId,
        made.cseq,
        request.headers.list('Via')[0],
      ].join(' ')
    : `${branch} ${via.host}:${via.port ?? ''} ${method}`
}

/** @throws SipParseError */
export function toSipJsUri(text: string): URI {
  const uri = parseUri(text)
  const headers = Object.fromEntries([...uri.headers].map(([name, value]) => [name, [value]]))
  // sip.js resolves escapes itself, and fails on a bare "%".
  const user = uri.user === null ? '' : encodeURIComponent(uri.user)
  return new URI(
    uri.scheme,
    user,
    uri.host,
    uri.port ?? undefined,
    Object.fromEntries(uri.parameters),
    headers,
  )
}

function fill(made: IncomingRequestMessage | IncomingResponseMessage, message: SipMessage): void {
  const { headers } = message
  for (const { name, value } of headers) made.addHeader(longName(name), value)
  // sip.js expects one entry for each value, whether they share a line or not.
  made.headers.Via = headers.list('Via').map((raw) => ({ raw }))
  made.headers['Record-Route'] = headers.list('Record-Route').map((raw) => ({ raw }))
  const via = readVia(headers)
  made.via = { host: via.host, port: via.port ?? 0 }
  made.viaBranch = via.parameters.get('branch') ?? ''
  const from = readFrom(headers)
  const to = readTo(headers)
  made.from = toSipJsNameAddress(from)
  made.fromTag = from.parameters.get('tag') ?? ''
  made.to = toSipJsNameAddress(to)
  // Give sip.js these headers parsed, or not at all, so that it does not use its own grammar.
  made.headers.From = [{ raw: headers.only('From'), parsed: made.from }]
  made.headers.To = [{ raw: headers.only('To'), parsed: made.to }]
  fillContact(made, headers)
  const disposition = headers.get('Content-Disposition')
  if (disposition !== undefined) {
    const type = disposition.split(';', 1)[0]?.trim().toLowerCase()
    made.headers['Content-Disposition'] = [{ raw: disposition, parsed: { type } }]
  }
  const contentType = headers.get('Content-Type')
  if (contentType !== undefined) {
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase()
    made.headers['Content-Type'] = [{ raw: contentType, parsed: type }]
  }
  made.toTag = to.parameters.get('tag') ?? ''
  made.callId = readCallId(headers)
  const sequence = readSequence(headers)
  made.cseq = sequence.number
  made.method = sequence.method
  made.body = asBuffer(message.body).toString('utf8')
}

/** Treats an unreadable Contact as missing; an INVITE is then refused. */
function fillContact(made: IncomingRequestMessage | IncomingResponseMessage, headers: SipHeaders): void {
  delete made.headers.Contact
  const contacts = readContactHeader(headers)
  if (contacts === '*' || contacts.length === 0) return
  const raws = headers.list('Contact')
  made.headers.Contact = contacts.flatMap((contact, index) =>
    /^sips?:/i.test(contact.uri)
      ? [{ raw: raws[index] ?? contact.uri, parsed: toSipJsNameAddress(contact) }]
      : [],
  )
  if (made.headers.Contact.length === 0) delete made.headers.Contact
}

function toSipJsNameAddress(address: NameAddress): NameAddrHeader {
  const scheme = uriScheme(address.uri)
  // From and To may have any scheme, such as tel. sip.js does not use them.
  const uri =
    scheme === null || /^sips?$/.test(scheme)
      ? toSipJsUri(address.uri)
      : new URI(scheme, '', address.uri.slice(scheme.length + 1) || 'invalid')
  const made = new NameAddrHeader(uri, address.displayName, {})
  for (const [name, value] of address.parameters) made.setParam(name, value)
  return made
}

const longNames: Readonly<Record<string, string>> = {
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
}

/** sip.js knows only the long names of headers. */
function longName(name: string): string {
  return longNames[name.toLowerCase()] ?? name
}
