import { causeOf } from '#contract'
import type { FaultGate } from '../../faults/index.ts'
import type { ProofKind } from '../../sip-user-agent/index.ts'
import type { FlowReporter } from '../../traffic/index.ts'
import type {
  Environment,
  EnvironmentDefinition,
  EnvironmentLogin,
  EnvironmentOptions,
  EnvironmentServer,
  Kept,
  Registration,
} from '../index.ts'
import { type CommunicationsConnector, createCommunicationsConnector } from './communications-connector.ts'
import { type ClientTraits, usualClient } from './communications-target.ts'
import { flow } from './flow.ts'
import type { OcsKind } from './kinds.ts'

/** @returns the row of one of this folder's environments */
export function defineOcs(kind: OcsKind): EnvironmentDefinition {
  return { product: kind.product, flow, open: (options) => openOcs(kind, options) }
}

function openOcs(kind: OcsKind, options: EnvironmentOptions): Environment {
  const { clock, domain, emit, faults, generator, report, server, tap } = options
  const proof = proofFor(kind, server)
  const connector = createCommunicationsConnector({
    clock,
    tap,
    generator,
    emit,
    timeoutMs: server.requestTimeoutMs,
    connectTimeoutMs: server.connectTimeoutMs,
    hasOwnConnections: () => kind.hasOwnConnections,
    target() {
      const { identity, ...target } = server.target()
      // At the stand-in, each client proves who it is itself.
      const shown = kind.hasOwnConnections && !server.isExternal ? null : identity
      return {
        ...target,
        certificate: shown?.certificate ?? null,
        key: shown?.key ?? null,
        dns: domain.dns,
        domain: domain.name,
        hasOwnConnections: kind.hasOwnConnections,
        proof,
        client: clientTraits(faults),
        isExternal: server.isExternal,
      }
    },
    onProblem: (notice) => report('warning', 'communications', notice),
    onUnexpected: (notice) => report('error', 'service', notice),
    onReport: (level, notice) => report(level, 'service', notice),
  })
  return new OcsEnvironment(connector, proof, options.reporter)
}

/** Office Communications Server, reached by SIP. Reports steps 4e to 6. */
export class OcsEnvironment implements Environment {
  readonly whoChecksPasswords: 'directory' | 'environment'
  readonly #connector: CommunicationsConnector
  readonly #reporter: FlowReporter

  /** @param proof how users prove who they are; by NTLM, the server checks their passwords */
  constructor(connector: CommunicationsConnector, proof: ProofKind, reporter: FlowReporter) {
    this.whoChecksPasswords = proof === 'ntlm' ? 'environment' : 'directory'
    this.#connector = connector
    this.#reporter = reporter
  }

  /** Step 4e: TLS on 5061, or TCP. */
  async connect({
    flowId,
    origins,
    sessionId,
  }: Pick<EnvironmentLogin, 'flowId' | 'origins' | 'sessionId'>): Promise<void> {
    try {
      const { connection, isReused } = await this.#connector.connect(sessionId, origins.at('4e'))
      const code = isReused ? 'connection-reused' : 'connection-opened'
      this.#reporter.step(flowId, '4e', 'done', { code, facts: connection })
    } catch (error) {
      const facts = { cause: causeOf(error) }
      this.#reporter.step(flowId, '4e', 'refused', { code: 'connection-unavailable', facts })
      throw error
    }
  }

  /** Steps 5 and 6: the login request as SIP, and the server's answer. */
  async register({ flowId, ...login }: EnvironmentLogin): Promise<Registration> {
    const { isPasswordChecked, sipAddress } = login
    this.#reporter.step(flowId, '5', 'done', { code: 'register-sent', facts: { sipAddress } })
    try {
      const registration = await this.#connector.register(login)
      // If nobody had checked the password before, this server has checked it now.
      const facts = {
        sipAddress,
        isPasswordChecked: !isPasswordChecked,
        detours: [...registration.detours],
      }
      this.#reporter.step(flowId, '6', 'done', { code: 'registration-accepted', facts })
      return registration
    } catch (error) {
      const facts = { cause: causeOf(error) }
      this.#reporter.step(flowId, '6', 'refused', { code: 'registration-refused', facts })
      throw error
    }
  }

  unregister(sessionId: string): Promise<void> {
    return this.#connector.unregister(sessionId)
  }

  reset(): void {
    this.#connector.reset()
  }

  close(): Promise<void> {
    return this.#connector.close()
  }

  ownerOf(address: string): 'service' | 'session' | null {
    return this.#connector.ownerOf(address)
  }

  get kept(): Kept {
    return this.#connector.kept
  }
}

function proofFor({ proof }: OcsKind, { authentication, isExternal }: EnvironmentServer): ProofKind {
  if (isExternal) return proof.external
  return proof.standIn === 'ntlm' && !authentication.includes('ntlm') ? 'none' : proof.standIn
}

/** How the service appears as a client on the connection that it opens next. */
function clientTraits(faults: FaultGate): ClientTraits {
  const skew = faults.hits('clock-skew') ? faults.find('clock-skew') : undefined
  const older = faults.hits('older-client') ? faults.find('older-client') : undefined
  return {
    version: older?.version ?? usualClient.version,
    authenticationVersion: older ? 3 : usualClient.authenticationVersion,
    clockOffsetMs: skew?.offset ?? usualClient.clockOffsetMs,
  }
}
