import { connect, createServer, type Socket } from 'node:net'
import { closeBare, cutMessages, listenBare } from './connections.ts'
import {
  bareAuthenticate,
  bareChallenge,
  bareNegotiate,
  bareNtHash,
  bareVerify,
  directoryNtlm,
} from './ntlm.ts'

/** Tags of BER, and of the LDAP operations in use (RFC 4511). */
const tag = { integer: 2, octets: 4, enumerated: 10, sequence: 0x30, context: 0xa0 } as const
const operation = { bindRequest: 0x60, bindResponse: 0x61, unbindRequest: 0x42 } as const
const result = { success: 0, saslBindInProgress: 14 } as const

const spnego = Buffer.from('06062b0601050502', 'hex')
const ntlmMechanism = Buffer.from('060a2b06010401823702020a', 'hex')
const ldapVersion = tlv(tag.integer, Buffer.from([3]))
const noName = tlv(tag.octets)
const mechanism = tlv(tag.octets, Buffer.from('GSS-SPNEGO'))

export interface BareDirectory {
  /** Opens a connection, binds by NTLM within SPNEGO, unbinds and closes. */
  bind(user: string, password: string): Promise<void>
  close(): Promise<void>
}

/** A directory that answers binds of one user's password, and its client. */
export async function openBareDirectory(password: string): Promise<BareDirectory> {
  const knownHash = bareNtHash(password)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, knownHash)
  })
  const port = await listenBare(server)
  return {
    bind: (user, given) => bind(port, user, given),
    close: () => closeBare(server, sockets),
  }
}

function serve(socket: Socket, knownHash: Uint8Array): void {
  let negotiate: Buffer | null = null
  let challenge: Buffer | null = null
  cutMessages(socket, messageLength, (message) => {
    const [id, request] = children(message, tag.sequence)
    if (request?.tag !== operation.bindRequest) {
      socket.end()
      return
    }
    const [, , sasl] = children(request.whole, operation.bindRequest)
    const [, credentials] = children(sasl?.whole, tag.context + 3)
    const token = ntlmToken(credentials?.content)
    if (!negotiate || !challenge) {
      negotiate = Buffer.from(token)
      challenge = bareChallenge(directoryNtlm)
      const answer = spnegoResponse(
        tlv(tag.context, tlv(tag.enumerated, Buffer.from([1]))),
        tlv(tag.context + 1, ntlmMechanism),
        tlv(tag.context + 2, tlv(tag.octets, challenge)),
      )
      socket.write(bindResponse(id?.content, result.saslBindInProgress, answer))
      return
    }
    bareVerify(directoryNtlm, knownHash, negotiate, challenge, token)
    const completed = spnegoResponse(tlv(tag.context, tlv(tag.enumerated, Buffer.from([0]))))
    socket.write(bindResponse(id?.content, result.success, completed))
  })
}

function bind(port: number, user: string, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const negotiate = bareNegotiate()
    socket.on('error', reject)
    socket.once('connect', () => {
      const init = tlv(
        tag.sequence,
        tlv(tag.context, tlv(tag.sequence, ntlmMechanism)),
        tlv(tag.context + 2, tlv(tag.octets, negotiate)),
      )
      socket.write(bindRequest(1, tlv(0x60, spnego, tlv(tag.context, init))))
    })
    cutMessages(socket, messageLength, (message) => {
      const [, response] = children(message, tag.sequence)
      const [code, , , credentials] = children(response?.whole, operation.bindResponse)
      if (code?.content[0] === result.saslBindInProgress) {
        const challenge = ntlmToken(credentials?.content)
        const { token } = bareAuthenticate(directoryNtlm, user, bareNtHash(password), negotiate, challenge)
        const answer = spnegoResponse(tlv(tag.context + 2, tlv(tag.octets, token)))
        socket.write(bindRequest(2, answer))
        return
      }
      if (code?.content[0] !== result.success) return reject(new Error('the bind is refused'))
      socket.end(tlv(tag.sequence, tlv(tag.integer, Buffer.from([3])), tlv(operation.unbindRequest)))
      resolve()
    })
  })
}

function bindRequest(id: number, credentials: Buffer): Buffer {
  return tlv(
    tag.sequence,
    tlv(tag.integer, Buffer.from([id])),
    tlv(
      operation.bindRequest,
      ldapVersion,
      noName,
      tlv(tag.context + 3, mechanism, tlv(tag.octets, credentials)),
    ),
  )
}

function bindResponse(id: Buffer | undefined, code: number, credentials: Buffer): Buffer {
  return tlv(
    tag.sequence,
    tlv(tag.integer, id ?? Buffer.alloc(1)),
    tlv(
      operation.bindResponse,
      tlv(tag.enumerated, Buffer.from([code])),
      noName,
      noName,
      tlv(0x87, credentials),
    ),
  )
}

function spnegoResponse(...parts: Buffer[]): Buffer {
  return tlv(tag.context + 1, tlv(tag.sequence, ...parts))
}

/** Finds the NTLM message in SPNEGO, whose other parts have no fixed number. */
function ntlmToken(credentials: Buffer | undefined): Buffer {
  const start = credentials?.indexOf('NTLMSSP\0') ?? -1
  if (!credentials || start < 0) throw new Error('there is no NTLM message')
  return credentials.subarray(start)
}

/** Writes tag, length and value in BER. */
function tlv(tagByte: number, ...parts: Buffer[]): Buffer {
  let length = 0
  for (const part of parts) length += part.length
  const head =
    length < 0x80
      ? Buffer.from([tagByte, length])
      : length < 0x100
        ? Buffer.from([tagByte, 0x81, length])
        : Buffer.from([tagByte, 0x82, length >> 8, length & 0xff])
  return Buffer.concat([head, ...parts])
}

interface Element {
  tag: number
  whole: Buffer
  content: Buffer
}

/** Reads the element at the start of bytes; null: it is not whole. */
function element(bytes: Buffer): Element | null {
  const short = bytes[1] ?? 0
  const lengthBytes = short < 0x80 ? 0 : short - 0x80
  const start = 2 + lengthBytes
  if (bytes.length < start) return null
  const length = lengthBytes === 0 ? short : bytes.readUIntBE(2, lengthBytes)
  if (bytes.length < start + length) return null
  return {
    tag: bytes[0] ?? 0,
    whole: bytes.subarray(0, start + length),
    content: bytes.subarray(start, start + length),
  }
}

function messageLength(bytes: Buffer): number | null {
  return element(bytes)?.whole.length ?? null
}

/** The elements within an element. @throws when it has another tag */
function children(bytes: Buffer | undefined, expected: number): Element[] {
  const parent = bytes && element(bytes)
  if (parent?.tag !== expected) throw new Error(`there is no element with tag ${expected}`)
  const found: Element[] = []
  for (let rest = parent.content; rest.length > 0; ) {
    const child = element(rest)
    if (!child) throw new Error('an element is cut off')
    found.push(child)
    rest = rest.subarray(child.whole.length)
  }
  return found
}
