import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { causeOf, type Notice } from '#contract'
import type { Clock, Timer } from '../../clock/index.ts'
import type { Passage } from '../../faults/index.ts'
import {
  createMessageSplitter,
  decodeMessage,
  encodeMessage,
  extendedOid,
  LdapError,
  resultCode,
} from '../../protocols/ldap/index.ts'
import type { SearchAnswer } from './search.ts'
import type { LdapSession } from './session.ts'
import { wrongReply } from './wrong-reply.ts'

/** Limits for one peer. */
const limits = {
  messageBytes: 64 * 1024,
  /** Maximum bytes of unread answers: a few searches with the maximum number of entries. */
  unreadBytes: 16 * 1024 * 1024,
  /** Without a whole message: InitRecvTimeout and MaxConnIdleTime of Active Directory ([MS-ADTS] 3.1.1.3.4.6). */
  idleMsUnbound: 120_000,
  idleMsBound: 900_000,
}

/** The first byte of a TLS handshake record (RFC 8446 section 5.1); an LDAP message starts with 0x30. */
const tlsHandshakeByte = 0x16

export interface ServedConnection {
  /** Drops the connection at once. Virtual time stands still until it is gone. */
  drop(): void
}

/** Serves one connection until either end closes it. */
export function serveConnection(options: {
  clock: Clock
  socket: Socket
  passage: Passage
  session: LdapSession
  secureContext: SecureContext | null
  onProblem(notice: Notice): void
  onClose(): void
}): ServedConnection {
  const { clock, socket, passage, session, secureContext } = options
  // Sockets forget their ports when they close.
  const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
  const peer = `${socket.remoteAddress ?? 'an unknown address'}:${socket.remotePort ?? ''}`
  let stream: Socket = socket
  let isEncrypted = false
  let isEnding = false
  let isFirst = true
  let splitter = createMessageSplitter({ maxBytes: limits.messageBytes })
  let idle: Timer = watch()

  function watch(): Timer {
    return clock.after(session.isBound ? limits.idleMsBound : limits.idleMsUnbound, drop)
  }

  function drop(): void {
    isEnding = true
    if (socket.destroyed) return
    const release = clock.hold()
    socket.once('close', release)
    stream.destroy()
    socket.destroy()
  }

  /** Writes all messages of an answer at once: some clients take later messages for the answer to their next request. */
  function send(id: number, answers: readonly SearchAnswer[]): void {
    if (answers.length === 0) return
    passage.send(Buffer.concat(answers.map((answer) => encodeMessage({ id, ...answer }))), (bytes) => {
      if (!stream.writable) return
      stream.write(bytes)
      clock.flight.sent(ports, bytes.length)
    })
  }

  function end(): void {
    isEnding = true
    passage.end(() => stream.end())
  }

  /** RFC 4511 section 4.4.1: sends the reason, and closes the connection. */
  function disconnect(code: number, text: string): void {
    options.onProblem({ code: 'directory-connection-dropped', facts: { address: peer, cause: text } })
    const result = { code, matchedDn: '', diagnostic: text }
    const oid = extendedOid.noticeOfDisconnection
    send(0, [{ operation: { kind: 'extendedResponse', result, oid, value: null } }])
    end()
  }

  function secure(context: SecureContext): void {
    socket.removeListener('data', read)
    const secured = new TLSSocket(socket, { isServer: true, secureContext: context })
    secured.on('error', (error) => {
      if (!isEnding) {
        const facts = { address: peer, cause: causeOf(error) }
        options.onProblem({ code: 'directory-tls-failed', facts })
      }
      drop()
    })
    secured.on('data', read)
    secured.on('end', end)
    stream = secured
    isEncrypted = true
    splitter = createMessageSplitter({ maxBytes: limits.messageBytes })
  }

  function handle(bytes: Uint8Array): void {
    const message = decodeMessage(bytes)
    // RFC 4511 section 4.1.1.1: ID 0 is reserved for unsolicited notices.
    if (message.id === 0) throw new LdapError('a request with the message ID 0')
    if (passage.swallows()) return
    const reply = wrongReply(message.operation, passage) ?? session.handle(message, { isEncrypted })
    send(message.id, reply.answers)
    idle.cancel()
    idle = watch()
    if (reply.next === 'close') end()
    if (reply.next === 'start-tls' && secureContext) {
      // RFC 4511 section 4.14.1: nothing may follow the request before its answer, since an attacker could have inserted it.
      if (splitter.hasRest) throw new LdapError('something followed StartTLS in the clear')
      passage.afterwards(() => secure(secureContext))
    }
    if (stream.writableLength + passage.waitingBytes > limits.unreadBytes) {
      options.onProblem({ code: 'directory-client-does-not-read', facts: { address: peer } })
      drop()
    }
  }

  function read(chunk: Buffer): void {
    const isHello = isFirst && secureContext && chunk[0] === tlsHandshakeByte
    isFirst = false
    if (isHello) {
      // LDAPS on the same port: the handshake starts with these bytes.
      socket.pause()
      socket.unshift(chunk)
      secure(secureContext)
      return
    }
    passage.receive(chunk.length, () => parse(chunk))
    clock.flight.received(ports, chunk.length)
  }

  function parse(chunk: Buffer): void {
    try {
      for (const bytes of isEnding ? [] : splitter.push(chunk)) if (!isEnding) handle(bytes)
    } catch (thrown) {
      if (thrown instanceof LdapError) disconnect(resultCode.protocolError, thrown.message)
      else {
        const facts = { address: peer, cause: causeOf(thrown) }
        options.onProblem({ code: 'directory-connection-dropped', facts })
        drop()
      }
    }
  }

  socket.on('data', read)
  socket.on('end', end)
  // A peer may break the connection; just clean up after it.
  socket.on('error', drop)
  socket.on('close', () => {
    isEnding = true
    idle.cancel()
    clock.flight.forget(ports)
    options.onClose()
  })
  return { drop }
}
