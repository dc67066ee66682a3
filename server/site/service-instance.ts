import { causeOf, type EnvironmentName, type Notice, type NoticeLevel, type NoticePart } from '#contract'
import type { IssuedCertificate } from '../certificates/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import { CollaborationService, type ServiceEvents } from '../collaboration/index.ts'
import { createDirectoryClient, type DirectoryClient } from '../directory/index.ts'
import type { Environment } from '../environments/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { LabFile } from '../files/index.ts'
import type { FlowReporter, Tap } from '../traffic/index.ts'
import { directoryTarget, serverTarget } from './back-end-targets.ts'
import type { CertificatesPart } from './certificates-part.ts'
import type { CommunicationsPart } from './communications-part.ts'
import type { ConfigurationPart } from './configuration-part.ts'
import type { DirectoryPart } from './directory-part.ts'
import type { Environments } from './environments.ts'
import { AfterStart, type Part } from './part.ts'
import { findUser } from './people.ts'
import { WrongCertificate } from './wrong-certificate.ts'

export interface ServiceInstanceOptions {
  /** Unique name of the instance, such as `service-1`. */
  name: string
  /** Prefix of its session IDs, so that no two instances use the same one. */
  sessionPrefix: string
  clock: Clock
  tap: Tap
  flow: FlowReporter
  /** Randomises the pauses between attempts to reconnect. */
  generator: Generator
  file: LabFile
  /** Base folder of relative paths in the lab file. */
  baseFolder: string
  faults: { service: FaultGate }
  certificates: CertificatesPart
  configuration: ConfigurationPart
  directory: DirectoryPart
  communications: CommunicationsPart
  environments: Environments
  /** Whether the device exists and is activated. */
  hasDevice(pin: string): boolean
  events: ServiceEvents
  report(level: NoticeLevel, part: NoticePart, notice: Notice): void
}

/** An instance of the Collaboration Service, with its own connections to the directory and the Communications Server. */
export class ServiceInstance implements Part {
  readonly part = 'service'
  readonly name: string
  readonly service: CollaborationService
  readonly #options: ServiceInstanceOptions
  readonly #directory: DirectoryClient
  readonly #environment = new AfterStart<Environment>('service')
  /** The environment that the service uses at present. */
  #environmentName: EnvironmentName | null = null
  /** The client certificate of the service for MTLS. */
  #certificate: IssuedCertificate | null = null
  readonly #wrong = new WrongCertificate('service')

  constructor(options: ServiceInstanceOptions) {
    this.#options = options
    this.name = options.name
    this.#directory = this.#createDirectoryClient()
    this.service = this.#createService()
  }

  async start(): Promise<void> {
    this.#certificate = await this.#options.certificates.authority.issue('service', 'valid')
    this.#openEnvironment()
  }

  drain(): Promise<void> {
    return this.service.stop()
  }

  async stop(): Promise<void> {
    await this.#environment.find()?.close()
    await this.#directory.close()
  }

  describe() {
    return { instance: this.name }
  }

  async applyFaults(): Promise<void> {
    const { certificates, faults } = this.#options
    await this.#wrong.follow(faults.service, certificates.authority)
  }

  /** Registers all sessions again after a change of server or environment. */
  async reconnect(): Promise<void> {
    const environment = this.#environment.get()
    if (this.#environmentName === this.#options.configuration.settings.view.environment) {
      return environment.reset()
    }
    await environment.close()
    this.#openEnvironment()
  }

  /** Number of dialogs and requests of its sessions at the Communications Server. */
  get kept() {
    return this.#environment.get().kept
  }

  /** The owner of the connection with this local address (`address:port`). Null if it does not belong to this instance. */
  ownerOf(address: string): 'service' | 'session' | null {
    return this.#environment.find()?.ownerOf(address) ?? null
  }

  #createDirectoryClient(): DirectoryClient {
    const { certificates, clock, directory, file, tap } = this.#options
    return createDirectoryClient({
      clock,
      tap,
      timeoutMs: file.directory.bindTimeout,
      target: () =>
        directoryTarget(
          { ...this.#options, authority: certificates.authority },
          directory.endpoint,
          directory.hasWrongCertificate,
        ),
    })
  }

  #openEnvironment(): void {
    const { certificates, clock, communications, configuration, faults, file, flow, generator, report, tap } =
      this.#options
    const name = configuration.settings.view.environment
    const { authentication, connectTimeout, requestTimeout } = file.communicationsServer
    this.#environmentName = name
    this.#environment.set(
      this.#options.environments[name].open({
        clock,
        tap,
        reporter: flow,
        generator,
        faults: faults.service,
        domain: file.domain,
        server: {
          isExternal: communications.isExternal,
          authentication,
          connectTimeoutMs: connectTimeout,
          requestTimeoutMs: requestTimeout,
          target: () =>
            serverTarget(
              { ...this.#options, authority: certificates.authority },
              communications.endpoint,
              this.#shownCertificate(),
            ),
        },
        emit: (sessionId, event) => {
          if (event.type === 'lost') {
            report('warning', 'service', {
              code: 'registration-lost',
              facts: { cause: causeOf(event.why) },
            })
          }
          this.service.handleSessionEvent(sessionId, event)
        },
        report,
      }),
    )
  }

  #createService(): CollaborationService {
    const { clock, configuration, events, faults, flow, hasDevice, sessionPrefix } = this.#options
    let sessionCount = 0
    return new CollaborationService({
      clock,
      settings: () => configuration.settings.service,
      flow,
      isSessionUnchecked: () => faults.service.hits('sessions-unchecked'),
      hasDevice,
      nextSessionId: () => `${sessionPrefix}session-${++sessionCount}`,
      users: { find: (typed) => findUser(configuration.queries, typed) },
      directory: this.#directory,
      environment: () => this.#environment.get(),
      events,
    })
  }

  /** The client certificate for the next connection that the service opens. */
  #shownCertificate(): IssuedCertificate | null {
    return this.#options.faults.service.showsWrongCertificate() ? this.#wrong.issued : this.#certificate
  }
}
