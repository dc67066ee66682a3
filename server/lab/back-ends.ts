import type { Authority, CertificateRole, IssuedCertificate, IssuedKind } from '../certificates/index.ts'
import {
  type CommunicationsConnector,
  type Connectivity,
  createCommunicationsConnector,
} from '../collaboration/index.ts'
import { type CommunicationsServer, startCommunicationsServer } from '../communications/index.ts'
import {
  createDirectoryClient,
  type Directory,
  type DirectoryClient,
  startDirectory,
} from '../directory/index.ts'
import type { Tap } from '../traffic/index.ts'
import type { ConditionsView } from './api/index.ts'
import { communicationsTarget, directoryTarget, portOf } from './back-end-targets.ts'
import { type Clock, holding } from './clock/index.ts'
import { Failure } from './failure.ts'
import type { LabFile } from './file/index.ts'
import type { LiveSettings } from './live-settings.ts'
import type { People } from './people.ts'

/** How long the service waits for a server behind it. Invented. */
const patienceMs = 15_000

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
  onProblem(part: 'directory' | 'communications', text: string): void
  onSessionLost(sessionId: string, why: Failure): void
  onSessionRefreshed(sessionId: string, connectivity: Connectivity): void
}

/** The servers behind the service: stand-ins, or real ones by configuration; and the service's connections to them. */
export class BackEnds {
  readonly directory: DirectoryClient
  readonly connector: CommunicationsConnector
  readonly #options: BackEndOptions
  #directoryStandIn: Directory | null = null
  #communicationsStandIn: CommunicationsServer | null = null
  #serviceCertificate: IssuedCertificate | null = null
  /** The last change to the servers: each waits for the one before, or two would start one listener. */
  #lastChange: Promise<unknown> = Promise.resolve()
  #conditions: ConditionsView = {
    isDirectoryUp: true,
    isCommunicationsServerUp: true,
    serverCertificate: 'valid',
    serviceCertificate: 'valid',
  }

  private constructor(options: BackEndOptions) {
    this.#options = options
    const { clock, tap } = options
    this.directory = createDirectoryClient({
      clock,
      tap,
      timeoutMs: patienceMs,
      target: () => directoryTarget(options, this.endpoints.directory),
    })
    this.connector = createCommunicationsConnector({
      clock,
      tap,
      timeoutMs: patienceMs,
      target: () =>
        communicationsTarget(options, this.endpoints.communicationsServer, this.#serviceCertificate),
      onLost: (sessionId, why) => options.onSessionLost(sessionId, why),
      onRefreshed: (sessionId, connectivity) => options.onSessionRefreshed(sessionId, connectivity),
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

  get conditions(): ConditionsView {
    return this.#conditions
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

  /** Breaks or mends the servers; what is left out stays as it is. */
  setConditions(changes: Partial<ConditionsView>): Promise<ConditionsView> {
    return this.#inTurn(() => this.#setConditions(changes))
  }

  async #setConditions(changes: Partial<ConditionsView>): Promise<ConditionsView> {
    const before = this.#conditions
    const next = { ...before, ...changes }
    const directory = this.#directoryStandIn
    const server = this.#communicationsStandIn
    if (
      (!directory && next.isDirectoryUp !== before.isDirectoryUp) ||
      (!server && changesServer(before, next))
    ) {
      throw new Failure('external-server', 'a server outside the lab cannot be broken from here')
    }
    this.#conditions = next
    if (directory && next.isDirectoryUp !== before.isDirectoryUp) {
      await this.#whileStill(next.isDirectoryUp ? directory.resume() : directory.suspend())
    }
    if (server && next.serverCertificate !== before.serverCertificate) {
      server.present(await this.#issue('communications-server', next.serverCertificate))
    }
    if (server && next.isCommunicationsServerUp !== before.isCommunicationsServerUp) {
      await this.#whileStill(next.isCommunicationsServerUp ? server.resume() : server.suspend())
    }
    if (next.serviceCertificate !== before.serviceCertificate) {
      this.#serviceCertificate =
        next.serviceCertificate === 'missing' ? null : await this.#issue('service', next.serviceCertificate)
      await this.connector.reset()
    }
    return next
  }

  /** Transport or environment changed: the stand-in listens anew on its port, and sessions register anew. */
  listenAnew(): Promise<void> {
    return this.#inTurn(async () => {
      const standIn = this.#communicationsStandIn
      if (!standIn) return
      await this.#whileStill(standIn.stop().then(() => this.#startCommunicationsServer(standIn.port)))
      await this.connector.reset()
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

  #issue(role: CertificateRole, kind: IssuedKind): Promise<IssuedCertificate> {
    return this.#whileStill(this.#options.authority.issue(role, kind))
  }

  async #startDirectory(): Promise<void> {
    const { authority, clock, file, onProblem, people, ports } = this.#options
    this.#directoryStandIn = await startDirectory({
      clock,
      listen: { host: file.directory.listen.host, port: ports.directory },
      domain: file.domain,
      accounts: people.accounts,
      certificate: await authority.issue('directory', 'valid'),
      onProblem: (text) => onProblem('directory', text),
    })
  }

  async #startCommunicationsServer(port = this.#options.ports.communicationsServer): Promise<void> {
    const { authority, clock, file, onProblem, people, settings } = this.#options
    this.#communicationsStandIn = await startCommunicationsServer({
      clock,
      listen: { host: file.communicationsServer.listen.host, port, transport: settings.transport },
      dns: file.domain.dns,
      certificates: {
        ...(await authority.issue('communications-server', this.#conditions.serverCertificate)),
        ca: authority.certificate,
      },
      trustedServers: [authority.hostName('service')],
      users: {
        find: (sipAddress) =>
          people.accounts.find(sipAddress.replace(/^sips?:/i, '').split('@')[0] ?? '') !== undefined,
        *list() {
          for (const { sipAddress, name } of people.accounts.all?.() ?? []) {
            yield { sipAddress, displayName: name }
          }
        },
      },
      environment: settings.view.environment,
      authentication: file.communicationsServer.authentication,
      accounts: people.accounts,
      domainName: file.domain.name,
      // Over TLS the service is known by its certificate. Over TCP it is by where it connects from, which no certificate
      // proves: whoever could take over that very connection would be taken for it.
      isTrustedAddress: (address, port) => this.connector.isOwnAddress(`${address}:${port}`),
      onProblem: (text) => onProblem('communications', text),
    })
  }
}

function changesServer(before: ConditionsView, next: ConditionsView): boolean {
  return (
    before.isCommunicationsServerUp !== next.isCommunicationsServerUp ||
    before.serverCertificate !== next.serverCertificate
  )
}
