import type { FaultPlace } from '#contract'
import { Failure } from '../base/index.ts'
import type { Authority, CertificateRole, IssuedCertificate, IssuedKind } from '../certificates/index.ts'
import { type Clock, type Generator, holding } from '../clock/index.ts'
import { createDirectoryClient, type DirectoryClient } from '../directory/index.ts'
import {
  type ClientTraits,
  type CommunicationsConnector,
  type Connectivity,
  createCommunicationsConnector,
  type MessagingEvent,
  usualClient,
} from '../environments/ocs/index.ts'
import type { CertificateFault, Faults } from '../faults/index.ts'
import type { LabFile } from '../files/index.ts'
import { type CommunicationsServer, startCommunicationsServer } from '../stand-ins/communications/index.ts'
import { type Directory, startDirectory } from '../stand-ins/directory/index.ts'
import type { Tap } from '../traffic/index.ts'
import { communicationsTarget, directoryTarget, portOf } from './back-end-targets.ts'
import type { LiveSettings } from './live-settings.ts'
import type { People } from './people.ts'

export interface BackEndOptions {
  clock: Clock
  tap: Tap
  file: LabFile
  /** Folder from which relative paths of the lab file start. */
  baseFolder: string
  /** Ports of the stand-ins. */
  ports: { directory: number; communicationsServer: number }
  settings: LiveSettings
  authority: Authority
  people: People
  faults: Faults
  /** For the pauses between tries to connect again. */
  generator: Generator
  onProblem(part: 'directory' | 'communications', text: string): void
  /** A fault of the program met one session. */
  onUnexpected(text: string): void
  /** How registrations that broke fare. */
  onReport(level: 'warning' | 'information', text: string): void
  onSessionLost(sessionId: string, why: Failure): void
  onSessionReconnecting(sessionId: string): void
  onSessionRefreshed(sessionId: string, connectivity: Connectivity): void
  onMessaging(sessionId: string, event: MessagingEvent): void
}

/** Null: none is shown. */
const issuedKinds: Record<CertificateFault, IssuedKind | null> = {
  'certificate-expired': 'expired',
  'certificate-untrusted': 'untrusted',
  'certificate-name': 'wrong-name',
  'certificate-missing': null,
}

/** The servers behind the service: stand-ins, or real ones by configuration; and the service's connections to them. */
export class BackEnds {
  readonly directory: DirectoryClient
  readonly connector: CommunicationsConnector
  readonly #options: BackEndOptions
  #directoryStandIn: Directory | null = null
  #communicationsStandIn: CommunicationsServer | null = null
  #serviceCertificate: IssuedCertificate | null = null
  /** What the service shows instead, to connections that a fault hits. */
  #wrongServiceCertificate: IssuedCertificate | null = null
  /** The last change to the servers: each waits for the one before, or two would start one listener. */
  #lastChange: Promise<unknown> = Promise.resolve()
  /** The wrong certificates that the stand-ins, and the service, have to show now. */
  readonly #wrong: Record<'service' | 'directory' | 'communicationsServer', CertificateFault | null> = {
    service: null,
    directory: null,
    communicationsServer: null,
  }

  private constructor(options: BackEndOptions) {
    this.#options = options
    const { clock, file, tap } = options
    this.directory = createDirectoryClient({
      clock,
      tap,
      timeoutMs: file.directory.bindTimeout,
      target: () => directoryTarget(options, this.endpoints.directory, this.#wrong.directory !== null),
    })
    this.connector = createCommunicationsConnector({
      clock,
      tap,
      timeoutMs: file.communicationsServer.requestTimeout,
      connectTimeoutMs: file.communicationsServer.connectTimeout,
      target: () => this.#communicationsTarget(this.#shownCertificate()),
      onProblem: (text) => options.onProblem('communications', text),
      onUnexpected: (text) => options.onUnexpected(text),
      generator: options.generator,
      onReport: (level, text) => options.onReport(level, text),
      onLost: (sessionId, why) => options.onSessionLost(sessionId, why),
      onReconnecting: (sessionId) => options.onSessionReconnecting(sessionId),
      onRefreshed: (sessionId, connectivity) => options.onSessionRefreshed(sessionId, connectivity),
      onMessaging: (sessionId, event) => options.onMessaging(sessionId, event),
    })
  }

  static async start(options: BackEndOptions): Promise<BackEnds> {
    const backEnds = new BackEnds(options)
    try {
      backEnds.#serviceCertificate = await options.authority.issue('service', 'valid')
      if (!options.file.directory.external) await backEnds.#startDirectory()
      if (!options.file.communicationsServer.external) await backEnds.#startCommunicationsServer()
      return backEnds
    } catch (error) {
      await backEnds.stop()
      throw error
    }
  }

  /** Whether the directory is to check passwords; otherwise the Communications Server does it itself. */
  get asksDirectory(): boolean {
    return this.#communicationsTarget(null).proof !== 'ntlm'
  }

  #communicationsTarget(own: IssuedCertificate | null) {
    const { settings } = this.#options
    return communicationsTarget(
      { ...this.#options, environment: settings.view.environment, client: this.#clientTraits() },
      this.endpoints.communicationsServer,
      own,
    )
  }

  /** What the service is as a client, for the connection that it is about to open. */
  #clientTraits(): ClientTraits {
    const { service } = this.#options.faults.gates
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
    const isWrong = this.#options.faults.gates.service.showsWrongCertificate()
    return isWrong ? this.#wrongServiceCertificate : this.#serviceCertificate
  }

  get endpoints() {
    const { directory, communicationsServer } = this.#options.file
    const { host, port, transport } = this.#communicationsStandIn ??
      communicationsServer.external ?? { ...communicationsServer.listen, port: 0 }
    const directoryUrl = directory.external && new URL(directory.external.url)
    return {
      communicationsServer: { host, port, transport },
      directory: directoryUrl
        ? { host: directoryUrl.hostname, port: portOf(directoryUrl) }
        : {
            host: this.#directoryStandIn?.host ?? directory.listen.host,
            port: this.#directoryStandIn?.port ?? 0,
          },
    }
  }

  /** @throws {Failure} where the place is a server that is none of the lab's */
  refuseExternal(at: FaultPlace): void {
    const { directory, communicationsServer } = this.#options.file
    if (at === 'service' && communicationsServer.external) {
      const words = 'to a server outside the lab the service shows the certificate that the lab file names'
      throw new Failure('external-server', words)
    }
    if (
      (at === 'directory' && directory.external) ||
      (at === 'communicationsServer' && communicationsServer.external)
    ) {
      throw new Failure('external-server', 'a server outside the lab cannot be broken from here')
    }
  }

  /**
   * Brings the stand-ins, and the service, in line with the faults: who listens, and which certificates are shown to
   * connections that are made from now on.
   */
  applyFaults(): Promise<void> {
    return this.#inTurn(() => this.#whileStill(this.#applyFaults()))
  }

  async #applyFaults(): Promise<void> {
    const { gates } = this.#options.faults
    const directory = this.#directoryStandIn
    const server = this.#communicationsStandIn
    if (directory) {
      await (gates.directory.isShut ? directory.suspend() : directory.resume())
      const { certificate } = gates.directory
      if (certificate !== this.#wrong.directory) {
        this.#wrong.directory = certificate
        directory.presentInstead(certificate && (await this.#issueWrong('directory', certificate)))
      }
    }
    if (server) {
      const { certificate } = gates.communicationsServer
      if (certificate !== this.#wrong.communicationsServer) {
        this.#wrong.communicationsServer = certificate
        server.presentInstead(certificate && (await this.#issueWrong('communications-server', certificate)))
      }
      await (gates.communicationsServer.isShut ? server.suspend() : server.resume())
    }
    const { certificate } = gates.service
    if (certificate === this.#wrong.service) return
    this.#wrong.service = certificate
    this.#wrongServiceCertificate = certificate && (await this.#issueWrong('service', certificate))
  }

  /** An account is disabled or gone: whoever is signed in with it is signed out. Servers outside the lab see to it themselves. */
  signOut(sipAddress: string): void {
    this.#communicationsStandIn?.reject(sipAddress)
  }

  /**
   * Transport or environment changed: the stand-in listens anew on its port, and sessions register anew. A server outside
   * the lab has its transport from the lab file, so that only another environment makes a difference to it.
   */
  listenAnew({ isOtherEnvironment }: { isOtherEnvironment: boolean }): Promise<void> {
    return this.#inTurn(async () => {
      const standIn = this.#communicationsStandIn
      if (!standIn && !isOtherEnvironment) return
      if (standIn) {
        await this.#whileStill(standIn.stop().then(() => this.#startCommunicationsServer(standIn.port)))
      }
      this.connector.reset()
    })
  }

  async stop(): Promise<void> {
    await this.connector.close()
    await this.directory.close()
    await this.#communicationsStandIn?.stop()
    await this.#directoryStandIn?.stop()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(work)
    this.#lastChange = turn.catch(() => {})
    return turn
  }

  /** Listening, closing and making keys are the machine's work: no lab time passes. */
  #whileStill<T>(work: Promise<T>): Promise<T> {
    return holding(this.#options.clock, work)
  }

  async #issueWrong(role: CertificateRole, fault: CertificateFault): Promise<IssuedCertificate | null> {
    const kind = issuedKinds[fault]
    return kind && (await this.#whileStill(this.#options.authority.issue(role, kind)))
  }

  async #startDirectory(): Promise<void> {
    const { authority, clock, faults, file, onProblem, people, ports } = this.#options
    this.#directoryStandIn = await startDirectory({
      clock,
      listen: { host: file.directory.listen.host, port: ports.directory },
      domain: file.domain,
      accounts: people.accounts,
      certificate: await authority.issue('directory', 'valid'),
      faults: faults.gates.directory,
      onProblem: (text) => onProblem('directory', text),
    })
  }

  async #startCommunicationsServer(port = this.#options.ports.communicationsServer): Promise<void> {
    const { authority, clock, faults, file, onProblem, people, settings } = this.#options
    this.#communicationsStandIn = await startCommunicationsServer({
      clock,
      listen: { host: file.communicationsServer.listen.host, port, transport: settings.transport },
      dns: file.domain.dns,
      certificates: {
        ...(await authority.issue('communications-server', 'valid')),
        ca: authority.certificate,
      },
      trustedServers: [authority.hostName('service')],
      users: {
        find: (sipAddress) => people.accountsWith(sipAddress).some(({ state }) => state !== 'disabled'),
        isAmbiguous: (sipAddress) => people.accountsWith(sipAddress).length > 1,
        person(sipAddress) {
          const [account] = people.accountsWith(sipAddress)
          return account && { sipAddress: account.sipAddress, displayName: account.name }
        },
        *list() {
          for (const { sipAddress, name } of people.accounts.all()) {
            yield { sipAddress, displayName: name }
          }
        },
      },
      faults: faults.gates.communicationsServer,
      environment: settings.view.environment,
      authentication: file.communicationsServer.authentication,
      accounts: people.accounts,
      domainName: file.domain.name,
      demandsSignedHandshake: () => faults.gates.communicationsServer.hits('signed-handshake-only'),
      // Over TLS the service is known by its certificate. Over TCP it is by where it connects from, which no certificate
      // proves: whoever could take over that very connection would be taken for it.
      isTrustedAddress: (address, port) => this.connector.isOwnAddress(`${address}:${port}`),
      // The directory has been asked about its users.
      isVouchedFor: (address, port) => this.connector.isAnyAddress(`${address}:${port}`),
      onProblem: (text) => onProblem('communications', text),
    })
    // A new one knows nothing of the faults that there are.
    this.#wrong.communicationsServer = null
    await this.#applyFaults()
  }
}
