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
  /** Port of the stand-in. */
  port: number
  faults: FaultGate
  certificates: CertificatesPart
  configuration: ConfigurationPart
  /** The product name of the stand-in. */
  product(): string
  /** Whether the address is the service's end of its shared connection. See the stand-in. */
  isTrustedAddress(address: string, port: number): boolean
  /** Whether the address is the service's end of any of its connections. */
  isVouchedFor(address: string, port: number): boolean
  onProblem(notice: Notice): void
}

/** The Communications Server: the stand-in, or a server outside the lab. */
export class CommunicationsPart implements Part {
  readonly part = 'communications'
  readonly #options: CommunicationsOptions
  readonly #wrong = new WrongCertificate('communications-server')
  #standIn: CommunicationsServer | null = null
  /** Changes to the listener run one after the other; otherwise two could start the same listener. */
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

  /** Restarts the stand-in on its port after a change of transport or environment. */
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
      // Over TLS, the service is identified by its certificate. Over TCP, it is identified only by the address from which it
      // connects, so an attacker who took over the connection would pass for the service.
      isTrustedAddress,
      // The service has checked the passwords of its users at the directory.
      isVouchedFor,
      onProblem,
    })
    // The new listener starts with its own certificate, so apply the faults again.
    this.#wrong.reset()
    await this.#applyFaults()
  }

  /** Applies the faults: whether the stand-in listens, and which certificate it shows to new connections. */
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
