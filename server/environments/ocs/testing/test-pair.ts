import type { EnvironmentName, Transport } from '#contract'
import type { Failure } from '../../../base/index.ts'
import { type Authority, type IssuedKind, openAuthority } from '../../../certificates/index.ts'
import { type Clock, createGenerator, createPacedClock } from '../../../clock/index.ts'
import { FaultGate } from '../../../faults/index.ts'
import {
  type CommunicationsServer,
  type CommunicationsServerOptions,
  startCommunicationsServer,
} from '../../../stand-ins/communications/index.ts'
import type { FrameRecord } from '../../../traffic/index.ts'
import { noticeInEnglish } from '../../../words/testing/in-english.ts'
import type { Connectivity, SessionListener } from '../../index.ts'
import { type CommunicationsConnector, createCommunicationsConnector } from '../communications-connector.ts'
import { type CommunicationsTarget, usualClient } from '../communications-target.ts'
import { ocs2007, ocs2007r2 } from '../kinds.ts'
import { OcsEnvironment } from '../ocs-environment.ts'

/** Both ends of port 5061, for tests. */
export interface TestPair {
  readonly authority: Authority
  readonly server: CommunicationsServer
  /** What is broken at the server. */
  readonly faults: FaultGate
  readonly environment: OcsEnvironment
  readonly connector: CommunicationsConnector
  /** Changes take effect at the next connection. */
  readonly target: CommunicationsTarget
  readonly frames: FrameRecord[]
  /** What the server reported. */
  readonly problems: string[]
  /** What the connector reported. */
  readonly complaints: string[]
  /** How registrations that broke fared, as people are told. */
  readonly reports: string[]
  /** Sessions whose connection broke, each time. */
  readonly reconnecting: string[]
  readonly lost: Map<string, Failure>
  readonly refreshed: Map<string, Connectivity>
  /** Resets the open connections, or the `first` of them, which were opened first; new ones are let in. */
  breakConnections(first?: number): void
  /** Resolves once the server has reported something that contains `text`. */
  problem(text: string): Promise<string>
  /** Resolves once the connector has lost this session. */
  losing(sessionId: string): Promise<Failure>
  stop(): Promise<void>
}

export async function startPair(
  options: {
    clock?: Clock
    transport?: Transport
    serverCertificate?: IssuedKind
    serviceCertificate?: IssuedKind | 'missing'
    timeoutMs?: number
    environment?: EnvironmentName
    /** Everybody in the directory. */
    people?: readonly { sipAddress: string; name: string }[]
    emit?: SessionListener
    /** What else the server is, beyond a plain OCS 2007 R2. */
    server?: Partial<CommunicationsServerOptions>
    /** What else the connector knows of it. */
    target?: Partial<CommunicationsTarget>
    knows?: (sipAddress: string) => boolean | Promise<boolean>
  } = {},
): Promise<TestPair> {
  const clock = options.clock ?? createPacedClock()
  const transport = options.transport ?? 'tls'
  const authority = await openAuthority({ folder: null, dns: 'corp.example' })
  const shown = await authority.issue('communications-server', options.serverCertificate ?? 'valid')
  const kind = options.serviceCertificate ?? 'valid'
  const own = kind === 'missing' ? null : await authority.issue('service', kind)
  const problems: string[] = []
  const complaints: string[] = []
  const reports: string[] = []
  const reconnecting: string[] = []
  const frames: FrameRecord[] = []
  const lost = new Map<string, Failure>()
  const refreshed = new Map<string, Connectivity>()
  let watchers: (() => boolean)[] = []
  const notice = () => {
    watchers = watchers.filter((isDone) => !isDone())
  }
  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve) => {
      watchers.push(() => {
        const found = look()
        if (found !== undefined) resolve(found)
        return found !== undefined
      })
      notice()
    })

  const faults = new FaultGate(clock)
  const server = await startCommunicationsServer({
    clock,
    listen: { host: '127.0.0.1', port: 0, transport },
    dns: 'corp.example',
    certificates: { certificate: shown.certificate, key: shown.key, ca: authority.certificate },
    trustedServers: [authority.hostName('service')],
    users: {
      find: options.knows ?? (() => true),
      list: () => options.people ?? [],
      person: (aor) => options.people?.find(({ sipAddress }) => sipAddress === aor),
    },
    faults,
    product: (options.environment === 'ocs2007' ? ocs2007 : ocs2007r2).product,
    authentication: ['ntlm', 'none'],
    isTrustedAddress: (address, port) => connector.ownerOf(`${address}:${port}`) === 'service',
    isVouchedFor: (address, port) => connector.ownerOf(`${address}:${port}`) !== null,
    onProblem(told) {
      problems.push(noticeInEnglish(told))
      notice()
    },
    ...options.server,
  })
  const target: CommunicationsTarget = {
    host: '127.0.0.1',
    port: server.port,
    transport,
    serverName: authority.hostName('communications-server'),
    ca: authority.certificate,
    certificate: own?.certificate ?? null,
    key: own?.key ?? null,
    dns: 'corp.example',
    domain: 'CORP',
    hasOwnConnections: false,
    client: usualClient,
    proof: 'none',
    isExternal: false,
    ...options.target,
  }
  const connector = createCommunicationsConnector({
    clock,
    tap: { frame: (record) => frames.push(record) },
    target: () => ({ ...target }),
    hasOwnConnections: () => target.hasOwnConnections,
    timeoutMs: options.timeoutMs ?? 5_000,
    generator: createGenerator(1).fork('connections'),
    onReport: (_level, told) => reports.push(noticeInEnglish(told)),
    emit(sessionId, event) {
      if (event.type === 'reconnecting') reconnecting.push(sessionId)
      if (event.type === 'refreshed') refreshed.set(sessionId, event.connectivity)
      if (event.type === 'lost') {
        lost.set(sessionId, event.why)
        notice()
      }
      options.emit?.(sessionId, event)
    },
    onProblem: (told) => complaints.push(noticeInEnglish(told)),
    onUnexpected: (told) => complaints.push(noticeInEnglish(told)),
  })
  return {
    authority,
    environment: new OcsEnvironment(connector, target.proof, { began() {}, step() {}, ended() {} }),
    server,
    faults,
    connector,
    target,
    frames,
    problems,
    complaints,
    reports,
    reconnecting,
    lost,
    refreshed,
    breakConnections(first = Number.POSITIVE_INFINITY) {
      const counter = { left: first, take: () => (counter.left -= 1) }
      faults.begin({ at: 'communicationsServer', kind: 'reset' }, createGenerator(1), counter)
      faults.end('reset')
    },
    problem: (text) => until(() => problems.find((each) => each.includes(text))),
    losing: (sessionId) => until(() => lost.get(sessionId)),
    async stop() {
      await connector.close()
      await server.stop()
    },
  }
}

const checked = { password: 'Passw0rd!', isPasswordChecked: true }

export const alice = {
  sessionId: 's1',
  sipAddress: 'sip:alice@corp.example',
  pin: '2100000A',
  user: 'alice',
  ...checked,
}
export const bob = {
  sessionId: 's2',
  sipAddress: 'sip:bob@corp.example',
  pin: '2100000B',
  user: 'bob',
  ...checked,
}
