import { createServer, type Server } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { causeOf, type Notice } from '#contract'
import { describeFailure, Failure } from '../../base/index.ts'
import { listen } from '../../base/node/index.ts'
import { type Clock, holding } from '../../clock/index.ts'
import { FaultGate } from '../../faults/index.ts'
import type { AccountSource } from './account.ts'
import { type ServedConnection, serveConnection } from './connection.ts'
import { createDomain, type SimpleBindPolicy } from './domain.ts'
import { createSession } from './session.ts'
import { type Contents, Tree } from './tree.ts'

export interface DirectoryStandInOptions {
  clock: Clock
  /** Port 0 takes any free port. */
  listen: { host: string; port: number }
  /** The NetBIOS name, such as `CORP`, and the DNS name, such as `corp.example`. */
  domain: { name: string; dns: string }
  accounts: AccountSource
  /** PEM. With one, the port answers StartTLS and LDAPS too. */
  certificate?: { certificate: string; key: string } | null
  /** Default: `over-tls` with a certificate, `always` without one. */
  simpleBind?: SimpleBindPolicy
  /** Whether SASL GSS-SPNEGO with NTLM is answered. Default: true. */
  isNtlmAllowed?: boolean
  /** The injected faults. Default: none. */
  faults?: FaultGate
  /** Called with problems that do not end the service, such as garbage from a peer or a lost listener. */
  onProblem(notice: Notice): void
}

export interface Directory {
  readonly host: string
  readonly port: number
  /** The certificate (PEM) for connections that a fault hits; null: there is none. */
  presentInstead(certificate: { certificate: string; key: string } | null): void
  /** Stops listening and drops every connection, like a domain controller that went down. */
  suspend(): Promise<void>
  /** Listens again, on the same port. */
  resume(): Promise<void>
  stop(): Promise<void>
}

/** Connections at one time; Active Directory's own MaxConnections is 5000, and a lab needs far fewer. */
const mostConnections = 1000

/**
 * Starts the stand-in for Active Directory.
 * @throws Failure if it cannot listen, or the certificate and its key do not match
 */
export async function startDirectory(options: DirectoryStandInOptions): Promise<Directory> {
  const { clock, accounts, onProblem } = options
  const secureContext = options.certificate ? secureContextOf(options.certificate) : null
  const domain = createDomain({
    clock,
    accounts,
    domain: options.domain,
    simpleBind: options.simpleBind ?? (secureContext ? 'over-tls' : 'always'),
    isNtlmAllowed: options.isNtlmAllowed ?? true,
    hasTls: secureContext !== null,
  })
  const contents: Contents = { domain, tree: new Tree(domain) }
  const faults = options.faults ?? new FaultGate(clock)
  let wrongContext: SecureContext | null = null
  const connections = new Set<ServedConnection>()
  let server: Server | null = null
  const { host } = options.listen
  let { port } = options.listen

  async function open(): Promise<void> {
    // A peer that has closed its sending side still gets its answers.
    const opened = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      const passage = faults.accept(socket)
      if (!passage) return
      const connection = serveConnection({
        clock,
        socket,
        passage,
        session: createSession(contents),
        secureContext:
          secureContext && wrongContext && faults.showsWrongCertificate() ? wrongContext : secureContext,
        onProblem,
        onClose: () => connections.delete(connection),
      })
      connections.add(connection)
    })
    opened.maxConnections = mostConnections
    const onError = (error: Error) => onProblem({ code: 'listener-failed', facts: { cause: causeOf(error) } })
    port = await holding(clock, listen(opened, { part: 'directory', host, port, onError }))
    opened.on('drop', () => onProblem({ code: 'connection-turned-away', facts: { most: mostConnections } }))
    server = opened
  }

  async function close(): Promise<void> {
    const closing = server
    server = null
    if (!closing) return
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()))
    for (const connection of connections) connection.drop()
    await holding(clock, closed)
  }

  await open()
  return {
    host,
    get port() {
      return port
    },
    presentInstead: (certificate) => {
      wrongContext = certificate && secureContextOf(certificate)
    },
    suspend: close,
    resume: async () => {
      if (!server) await open()
    },
    stop: close,
  }
}

function secureContextOf({ certificate, key }: { certificate: string; key: string }): SecureContext {
  try {
    return createSecureContext({ cert: certificate, key })
  } catch (cause) {
    throw new Failure('directory-certificate', { cause: describeFailure(cause) }, { cause })
  }
}
