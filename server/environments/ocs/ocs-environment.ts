import { causeOf } from '#contract'
import type { ProofKind } from '../../sip-user-agent/index.ts'
import type { FlowReporter } from '../../traffic/index.ts'
import type { Environment, EnvironmentLogin, Registration } from '../index.ts'
import {
  type CommunicationsConnector,
  type CommunicationsConnectorOptions,
  createCommunicationsConnector,
} from './communications-connector.ts'
import { flow } from './flow.ts'

interface OcsEnvironmentOptions extends CommunicationsConnectorOptions {
  flow: FlowReporter
  /** How users prove who they are at present. */
  proof(): ProofKind
}

/**
 * Office Communications Server, reached by SIP. With OCS 2007 R2 the directory checks passwords, because the server believes
 * whatever a trusted server says of its users. With OCS 2007 the server does it itself, by Integrated Windows authentication,
 * once it has the registration.
 */
export class OcsEnvironment implements Environment {
  readonly flow = flow
  readonly connector: CommunicationsConnector
  readonly #reporter: FlowReporter
  readonly #proof: () => ProofKind

  constructor(options: OcsEnvironmentOptions) {
    this.connector = createCommunicationsConnector(options)
    this.#reporter = options.flow
    this.#proof = options.proof
  }

  get whoChecksPasswords(): 'directory' | 'environment' {
    return this.#proof() === 'ntlm' ? 'environment' : 'directory'
  }

  /** Step 4e: TLS on 5061, or TCP. */
  async connect({ flowId, sessionId }: Pick<EnvironmentLogin, 'flowId' | 'sessionId'>): Promise<void> {
    try {
      const { connection, isReused } = await this.connector.connect(sessionId)
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
      const registration = await this.connector.register(login)
      // By this server now, where nobody had checked the password before.
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
    return this.connector.unregister(sessionId)
  }
}
