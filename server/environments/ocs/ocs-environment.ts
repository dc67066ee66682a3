import { describeFailure } from '../../base/index.ts'
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
      const { description, isReused } = await this.connector.connect(sessionId)
      const verb = isReused ? 'Uses the open connection' : 'Opened'
      this.#reporter.step(flowId, '4e', 'done', `${verb}: ${description}`)
    } catch (error) {
      this.#reporter.step(flowId, '4e', 'refused', sentenceOf(error))
      throw error
    }
  }

  /** Steps 5 and 6: the login request as SIP, and the server's answer. */
  async register({ flowId, ...login }: EnvironmentLogin): Promise<Registration> {
    const { isPasswordChecked, sipAddress } = login
    this.#reporter.step(flowId, '5', 'done', `REGISTER for ${sipAddress}`)
    try {
      const registration = await this.connector.register(login)
      const proof = isPasswordChecked ? '' : ' and the password'
      const detours = registration.detours.map((detour) => `; ${detour}`).join('')
      const accepted = `The Communications Server accepted ${sipAddress}${proof}${detours}`
      this.#reporter.step(flowId, '6', 'done', accepted)
      return registration
    } catch (error) {
      this.#reporter.step(flowId, '6', 'refused', sentenceOf(error))
      throw error
    }
  }

  unregister(sessionId: string): Promise<void> {
    return this.connector.unregister(sessionId)
  }
}

/** What was thrown, as a sentence of its own. */
function sentenceOf(error: unknown): string {
  const words = describeFailure(error)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
