import type { Notice } from '#contract'
import type { Clock } from '../clock/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { LabFile } from '../files/index.ts'
import { type Directory, startDirectory } from '../stand-ins/directory/index.ts'
import { portOf } from './back-end-targets.ts'
import type { CertificatesPart } from './certificates-part.ts'
import type { ConfigurationPart } from './configuration-part.ts'
import type { Part } from './part.ts'
import { WrongCertificate } from './wrong-certificate.ts'

export interface DirectoryOptions {
  clock: Clock
  file: LabFile
  /** Port of the stand-in. */
  port: number
  faults: FaultGate
  certificates: CertificatesPart
  configuration: ConfigurationPart
  onProblem(notice: Notice): void
}

/** Active Directory: the stand-in, or a directory outside the lab. */
export class DirectoryPart implements Part {
  readonly part = 'directory'
  readonly #options: DirectoryOptions
  readonly #wrong = new WrongCertificate('directory')
  #standIn: Directory | null = null

  constructor(options: DirectoryOptions) {
    this.#options = options
  }

  get isExternal(): boolean {
    return this.#options.file.directory.external != null
  }

  /** Whether the stand-in shows a wrong certificate to some connections. */
  get hasWrongCertificate(): boolean {
    return this.#wrong.fault !== null
  }

  async start(): Promise<void> {
    if (this.isExternal) return
    const { certificates, clock, configuration, faults, file, onProblem, port } = this.#options
    this.#standIn = await startDirectory({
      clock,
      listen: { host: file.directory.listen.host, port },
      domain: file.domain,
      accounts: configuration.people.accounts,
      certificate: await certificates.authority.issue('directory', 'valid'),
      faults,
      onProblem,
    })
  }

  async stop(): Promise<void> {
    await this.#standIn?.stop()
  }

  get endpoint() {
    const { external, listen } = this.#options.file.directory
    if (!external) return { host: this.#standIn?.host ?? listen.host, port: this.#standIn?.port ?? 0 }
    const url = new URL(external.url)
    return { host: url.hostname, port: portOf(url) }
  }

  describe() {
    const { endpoint, isExternal } = this
    return { endpoint, isExternal }
  }

  async applyFaults(): Promise<void> {
    const { certificates, faults } = this.#options
    const standIn = this.#standIn
    if (!standIn) return
    await (faults.isShut ? standIn.suspend() : standIn.resume())
    if (await this.#wrong.follow(faults, certificates.authority)) {
      standIn.presentInstead(this.#wrong.fault && this.#wrong.issued)
    }
  }
}
