import { SipHeaders, type SipRequest } from '../../protocols/sip/index.ts'

/** A request that this server itself sends. */
export interface ServerRequest {
  method: 'NOTIFY' | 'BENOTIFY'
  /** Request-URI: the contact of the endpoint. */
  uri: string
  /** From and To as header values, tags and all. */
  from: string
  to: string
  callId: string
  sequence: number
  headers: readonly (readonly [name: string, value: string])[]
  contentType: string | null
  body: string
}

/** RFC 3261 section 8.1.1; the Via is added when the request is sent. */
export function composeRequest(wanted: ServerRequest): SipRequest {
  const headers = new SipHeaders()
  headers.add('Max-Forwards', '70')
  headers.add('From', wanted.from)
  headers.add('To', wanted.to)
  headers.add('Call-ID', wanted.callId)
  headers.add('CSeq', `${wanted.sequence} ${wanted.method}`)
  for (const [name, value] of wanted.headers) headers.add(name, value)
  const body = Buffer.from(wanted.body)
  if (wanted.contentType !== null && body.length > 0) headers.add('Content-Type', wanted.contentType)
  // Always write Content-Length: clients wait for it if there is a Content-Type.
  headers.add('Content-Length', String(body.length))
  return { kind: 'request', method: wanted.method, uri: wanted.uri, headers, body }
}
