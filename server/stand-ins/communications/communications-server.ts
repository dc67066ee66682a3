import type { Notice, Transport } from '#contract'
import type { Clock } from '../../clock/index.ts'
import { FaultGate } from '../../faults/index.ts'
import { addressOfRecord, parseUri, type SipRequest } from '../../protocols/sip/index.ts'
import { createPresenceServer, type DirectoryPerson } from '../presence/index.ts'
import {
  type AuthenticationOptions,
  type Binding,
  ClientTransactions,
  createAuthentication,
  diagnostics,
  LocationService,
  OwnAddresses,
  openListener,
  openPeerConnection,
  type PeerConnection,
  type PresentedCertificate,
  type RequestMethod,
} from '../sip-server/index.ts'
import { createProxy } from './proxy/proxy.ts'
import { Router } from './proxy/routing.ts'
import { createRegistrar } from './registrar.ts'
import { registrationNotify } from './registration-notify.ts'
import { createRequestCore } from './request-core.ts'
import { UnprovenSignIns } from './unproven-sign-ins.ts'

/** How clients that are not trusted servers prove who they are. */
type Authentication = 'ntlm' | 'none'

export interface CommunicationsServerOptions extends AuthenticationOptions {
  clock: Clock
  /** Port 0: any free one. */
  listen: { host: string; port: number; transport: Transport }
  /** The SIP domain that the server is responsible for. */
  dns: string
  /** What the server shows, and the authority (PEM) that its peers' certificates must come from. */
  certificates: PresentedCertificate & { ca: string }
  /** Host names of trusted servers: a peer with such a name in its certificate is trusted (MTLS). */
  trustedServers: readonly string[]
  /** @param sipAddress such as `sip:alice@corp.example`, the user part as the client wrote it */
  users: {
    find(sipAddress: string): boolean | Promise<boolean>
    /** Whether several directory entries have that address. */
    isAmbiguous?(sipAddress: string): boolean
    /** Everybody in the directory, for contact lists. */
    list?(): Iterable<DirectoryPerson>
    /** Somebody in the directory, by address of record, for names. */
    person?(sipAddress: string): DirectoryPerson | undefined
  }
  /** The value of the Server header, such as `RTC/3.5`. */
  product: string
  /** The authentication that clients are offered. With `none`, plain SIP phones without epid and +sip.instance may register. */
  authentication: readonly Authentication[]
  /** The injected faults. Default: none. */
  faults?: FaultGate
  /** Called with problems of this server. */
  onProblem(notice: Notice): void
}

/** One endpoint of a user, as the registrar knows it. */
interface Registration {
  sipAddress: string
  /** The endpoint's own identifier: epid and +sip.instance, or else its contact address. */
  endpoint: string
  contact: string
  callId: string
  /** Lab time in milliseconds. */
  expiresAt: number
}

export interface CommunicationsServer {
  readonly host: string
  readonly port: number
  readonly transport: Transport
  /**
   * The certificate for connections that a fault hits; null: there is none. Open connections are not affected: a TLS peer
   * checks the certificate only when it connects.
   */
  presentInstead(certificate: PresentedCertificate | null): void
  /** Suspends the server: drops its connections and refuses new ones. Registrations stay. */
  suspend(): Promise<void>
  /** Resumes it on the same port. */
  resume(): Promise<void>
  stop(): Promise<void>
  /** Ends the registrations of all endpoints of a user who may no longer be signed in, and notifies them. */
  reject(sipAddress: string): void
  /** The current registrations. */
  registrations(): readonly Registration[]
}

/** Starts the stand-in for the Microsoft communications server. */
export async function startCommunicationsServer(
  options: CommunicationsServerOptions,
): Promise<CommunicationsServer> {
  const { clock, listen, product, users, onProblem } = options
  const dns = options.dns.toLowerCase()
  const serverName = `ocs.${dns}`
  const locations = new LocationService(clock)
  const connections = new Map<string, PeerConnection>()
  const transport = listen.transport === 'tls' ? 'TLS' : 'TCP'
  const transactions = new ClientTransactions(
    clock,
    () => `SIP/2.0/${transport} ${serverName}:${listener.port}`,
  )
  const own = new OwnAddresses({
    dns,
    serverName,
    machine: new Set([listen.host.toLowerCase(), '127.0.0.1', '[::1]', 'localhost']),
    transport: listen.transport,
    port: () => listener.port,
  })

  const unproven = new UnprovenSignIns(clock, onProblem)

  const presence = createPresenceServer({
    clock,
    transactions,
    locations,
    users,
    people: () => users.list?.() ?? [],
    person: (aor) => users.person?.(aor),
    contact: () => `sip:${serverName}:${listener.port};transport=${listen.transport}`,
  })

  const methods: ReadonlyMap<string, RequestMethod> = new Map<string, RequestMethod>([
    ['OPTIONS', () => ({ status: 200, reason: 'OK', headers: [core.allow()] })],
    [
      'REGISTER',
      createRegistrar({
        clock,
        own,
        locations,
        users,
        acceptsPlainPhones: options.authentication.includes('none'),
        onSignedIn: (binding) => unproven.note(binding),
        onEvicted: (binding) => tell(binding, registrationNotify(binding, 'unregistered')),
      }),
    ],
    ...presence.methods,
  ])
  const proxy = createProxy({
    serverName,
    transactions,
    router: new Router({
      own,
      locations,
      users,
      connectionOf: (id) => connections.get(id),
    }),
    routeAddress: () => `sip:${serverName}:${listener.port};transport=${listen.transport};lr`,
  })
  const core = createRequestCore({
    own,
    serverName,
    product,
    users,
    methods,
    proxy,
    checkDialog: presence.checkDialog,
    onProblem,
  })

  const authentication = createAuthentication({ ...options, dns, serverName })

  const listener = await openListener({
    listen,
    certificates: options.certificates,
    trustedServers: options.trustedServers,
    onProblem,
    faults: options.faults ?? new FaultGate(clock),
    onConnection(socket, { peer, isTrusted, passage }) {
      const connection = openPeerConnection({
        clock,
        socket,
        passage,
        peer,
        guard: authentication.guard({ isTrusted, isTls: listen.transport === 'tls' }),
        onRequest: core.receive,
        onResponse: (response, peer) => transactions.receive(response, peer),
        onMalformed: core.refuseMalformed,
        onProblem,
        onClosed(wasWordless) {
          connections.delete(connection.id)
          presence.lose(connection)
          transactions.lose(connection)
          proxy.lose(connection)
          locations.lose(connection)
          const certificate = wasWordless ? listener.readCertificate() : null
          if (certificate === null) return
          onProblem({ code: 'peer-left-after-handshake', facts: { peer, certificate } })
        },
      })
      connections.set(connection.id, connection)
    },
  })

  /** Ignore the answer: the endpoint is no longer registered in any case. */
  function tell({ connection }: Binding, notify: SipRequest): void {
    if (!connection.isOpen) return
    transactions.send(notify, connection, { onResponse() {}, onTimeout() {}, onLost() {} })
  }

  function dropAll(): void {
    for (const connection of connections.values()) connection.drop()
  }

  return {
    host: listen.host,
    port: listener.port,
    transport: listen.transport,
    presentInstead: (certificate) => listener.presentInstead(certificate),
    async suspend() {
      dropAll()
      await listener.suspend()
    },
    resume: () => listener.resume(),
    async stop() {
      dropAll()
      await listener.suspend()
      transactions.clear()
      locations.clear()
      presence.clear()
    },
    reject(sipAddress) {
      const aor = addressOfRecord(parseUri(sipAddress))
      for (const binding of locations.find(aor)) {
        locations.remove(aor, binding.endpoint)
        const cause = { diagnostic: diagnostics.userDisabled, source: serverName }
        tell(binding, registrationNotify(binding, 'rejected', cause))
      }
    },
    registrations: () =>
      locations.all().map(({ sipAddress, endpoint, contact, callId, expiresAt }) => ({
        sipAddress,
        endpoint,
        contact,
        callId,
        expiresAt,
      })),
  }
}
