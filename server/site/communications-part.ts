import type { Notice } from '#contract'
import { SerialQueue } from '../base/index.ts'
import { type Clock, holding } from '../clock/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { LabFile } from '../files/index.ts'
import { type CommunicationsServer, startCommunicationsServer } from '../stand-ins/communications/index.ts'
import type { CertificatesPart } from './certificates-part.ts'
import type { ConfigurationPart } from './configuration-part.ts'
import type { Part } from './part.ts'
import { WrongCertificate } from './wrong-certificate.ts'

export interface CommunicationsOptions {
  clock: Clock
  file: LabFile
  /** Of the stand-in. */
  port: number
  faults: FaultGate
  certificates: CertificatesPart
  configuration: ConfigurationPart
  /** What the stand-in calls itself. */
  product(): string
  /** Whether the address is the near end of a connection that the service made for itself; see the stand-in. */
  isTrustedAddress(address: string, port: number): boolean
  /** Whether the address is the near end of any connection of the service's. */
  isVouchedFor(address: string, port: number): boolean
  onProblem(notice: Notice): void
}

/** The Communications Server: the stand-in, or a server outside the lab. */
export class CommunicationsPart implements Part {
  readonly part = 'communications'
  readonly #options: CommunicationsOptions
  readonly #wrong = new WrongCertificate('communications-server')
  #standIn: CommunicationsServer | null = null
  /** Changes to the listener: each waits for the one before, or two would start one listener. */
  readonly #changes = new SerialQueue()

  constructor(options: CommunicationsOptions) {
    this.#options = options
  }

  get isExternal(): boolean {
    return this.#options.file.communicationsServer.external != null
  }

  async start(): Promise<void> {
    const { configuration, port } = this.#options
    if (this.isExternal) return
    configuration.people.onClosed = (sipAddress) => this.#standIn?.reject(sipAddress)
    await this.#startStandIn(port)
  }

  async stop(): Promise<void> {
    await this.#standIn?.stop()
  }

  get endpoint() {
    const { external, listen } = this.#options.file.communicationsServer
    const { host, port, transport } = this.#standIn ?? external ?? { ...listen, port: 0 }
    return { host, port, transport }
  }

  describe() {
    const { endpoint, isExternal } = this
    return { endpoint, isExternal }
  }

  applyFaults(): Promise<void> {
    return this.#changes.run(() => this.#applyFaults())
  }

  /** Transport or environment changed: the stand-in starts anew on its port. */
  restart(): Promise<void> {
    return this.#changes.run(async () => {
      const standIn = this.#standIn
      if (!standIn) return
      await holding(
        this.#options.clock,
        standIn.stop().then(() => this.#startStandIn(standIn.port)),
      )
    })
  }

  async #startStandIn(port: number): Promise<void> {
    const {
      certificates,
      clock,
      configuration,
      faults,
      file,
      isTrustedAddress,
      isVouchedFor,
      onProblem,
      product,
    } = this.#options
    const { authority } = certificates
    const { people, settings } = configuration
    this.#standIn = await startCommunicationsServer({
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
          return account && { sipAddress: account.sipAddress, name: account.name }
        },
        *list() {
          for (const { sipAddress, name } of people.accounts.all()) {
            yield { sipAddress, name }
          }
        },
      },
      faults,
      product: product(),
      authentication: file.communicationsServer.authentication,
      accounts: people.accounts,
      domainName: file.domain.name,
      demandsSignedHandshake: () => faults.hits('signed-handshake-only'),
      // Over TLS the service is known by its certificate. Over TCP it is known by the address from which it connects, which
      // no certificate proves: whoever took over that very connection would pass for the service.
      isTrustedAddress,
      // The service has asked the directory about its users.
      isVouchedFor,
      onProblem,
    })
    // The new listener knows nothing of the faults that there are.
    this.#wrong.reset()
    await this.#applyFaults()
  }

  /** Whether the stand-in listens, and which certificate it shows to connections that are made from now on. */
  async #applyFaults(): Promise<void> {
    const { certificates, faults } = this.#options
    const standIn = this.#standIn
    if (!standIn) return
    if (await this.#wrong.follow(faults, certificates.authority)) {
      standIn.presentInstead(this.#wrong.fault && this.#wrong.issued)
    }
    await (faults.isShut ? standIn.suspend() : standIn.resume())
  }
}
