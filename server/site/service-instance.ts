import { causeOf, type Notice, type NoticeLevel, type NoticePart } from '#contract'
import type { IssuedCertificate } from '../certificates/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import { CollaborationService, type ServiceEvents } from '../collaboration/index.ts'
import { createDirectoryClient, type DirectoryClient } from '../directory/index.ts'
import {
  type ClientTraits,
  type CommunicationsTarget,
  OcsEnvironment,
  usualClient,
} from '../environments/ocs/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { LabFile } from '../files/index.ts'
import type { FlowReporter, Tap } from '../traffic/index.ts'
import { communicationsTarget, directoryTarget } from './back-end-targets.ts'
import type { CertificatesPart } from './certificates-part.ts'
import type { CommunicationsPart } from './communications-part.ts'
import type { ConfigurationPart } from './configuration-part.ts'
import type { DirectoryPart } from './directory-part.ts'
import type { Part } from './part.ts'
import { findUser } from './people.ts'
import { WrongCertificate } from './wrong-certificate.ts'

export interface ServiceInstanceOptions {
  /** Tells the instances of a lab apart, such as `service-1`. */
  name: string
  /** Begins the identifiers of its sessions, so that no two instances give the same one. */
  sessionPrefix: string
  clock: Clock
  tap: Tap
  flow: FlowReporter
  /** For the pauses between tries to connect again. */
  generator: Generator
  file: LabFile
  /** Folder from which relative paths of the lab file start. */
  baseFolder: string
  faults: { service: FaultGate }
  certificates: CertificatesPart
  configuration: ConfigurationPart
  directory: DirectoryPart
  communications: CommunicationsPart
  /** Whether the device is (still) activated. */
  hasDevice(pin: string): boolean
  events: ServiceEvents
  report(level: NoticeLevel, part: NoticePart, notice: Notice): void
}

/** One instance of the Collaboration Service, with its own connections to the directory and the Communications Server. */
export class ServiceInstance implements Part {
  readonly part = 'service'
  readonly name: string
  readonly service: CollaborationService
  readonly #options: ServiceInstanceOptions
  readonly #directory: DirectoryClient
  readonly environment: OcsEnvironment
  /** The service's half of MTLS. */
  #certificate: IssuedCertificate | null = null
  readonly #wrong = new WrongCertificate('service')

  constructor(options: ServiceInstanceOptions) {
    this.#options = options
    this.name = options.name
    this.#directory = this.#createDirectoryClient()
    this.environment = this.#createEnvironment()
    this.service = this.#createService()
  }

  async start(): Promise<void> {
    this.#certificate = await this.#options.certificates.authority.issue('service', 'valid')
  }

  drain(): Promise<void> {
    return this.service.stop()
  }

  async stop(): Promise<void> {
    await this.environment.connector.close()
    await this.#directory.close()
  }

  describe() {
    return { instance: this.name }
  }

  async applyFaults(): Promise<void> {
    const { certificates, faults } = this.#options
    await this.#wrong.follow(faults.service, certificates.authority)
  }

  /** The Communications Server is another one: every registration is made anew. */
  reconnect(): void {
    this.environment.connector.reset()
  }

  /** How many dialogs and requests its sessions keep at the Communications Server. */
  get kept() {
    return this.environment.connector.kept
  }

  /** Whether the address is the near end of a connection that the service made for itself. */
  isOwnAddress(address: string): boolean {
    return this.environment.connector.isOwnAddress(address)
  }

  /** Whether the address is the near end of any connection of the service's, also one that a session has for itself. */
  isAnyAddress(address: string): boolean {
    return this.environment.connector.isAnyAddress(address)
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

  #createEnvironment(): OcsEnvironment {
    const { clock, file, flow, generator, report, tap } = this.#options
    return new OcsEnvironment({
      clock,
      tap,
      timeoutMs: file.communicationsServer.requestTimeout,
      connectTimeoutMs: file.communicationsServer.connectTimeout,
      target: () => this.#communicationsTarget(this.#shownCertificate()),
      onProblem: (notice) => report('warning', 'communications', notice),
      onUnexpected: (notice) => report('error', 'service', notice),
      generator,
      onReport: (level, notice) => report(level, 'service', notice),
      flow,
      proof: () => this.#communicationsTarget(null).proof,
      emit: (sessionId, event) => {
        if (event.type === 'lost')
          report('warning', 'service', { code: 'registration-lost', facts: { cause: causeOf(event.why) } })
        this.service.handleSessionEvent(sessionId, event)
      },
    })
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
      environment: this.environment,
      events,
    })
  }

  #communicationsTarget(own: IssuedCertificate | null): CommunicationsTarget {
    const { certificates, communications, configuration } = this.#options
    return communicationsTarget(
      {
        ...this.#options,
        authority: certificates.authority,
        environment: configuration.settings.view.environment,
        client: this.#clientTraits(),
      },
      communications.endpoint,
      own,
    )
  }

  /** What the service is as a client, for the connection that it is about to open. */
  #clientTraits(): ClientTraits {
    const { service } = this.#options.faults
    const skew = service.hits('clock-skew') ? service.find('clock-skew') : undefined
    const older = service.hits('older-client') ? service.find('older-client') : undefined
    return {
      version: older?.version ?? usualClient.version,
      authenticationVersion: older ? 3 : usualClient.authenticationVersion,
      clockOffsetMs: skew?.offset ?? usualClient.clockOffsetMs,
    }
  }

  /** What the service shows to the connection that it is about to open. */
  #shownCertificate(): IssuedCertificate | null {
    return this.#options.faults.service.showsWrongCertificate() ? this.#wrong.issued : this.#certificate
  }
}
