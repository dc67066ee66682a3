import {
  causeOf,
  type FaultPlace,
  type Notice,
  type NoticeLevel,
  type NoticePart,
  type ProcessFlow,
  processFlowOf,
} from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import type { ServiceEvents } from '../collaboration/index.ts'
import type { DatabaseContent } from '../configuration/index.ts'
import type { KeyRing } from '../dispatcher/index.ts'
import type { EnvironmentDefinition } from '../environments/index.ts'
import type { Faults } from '../faults/index.ts'
import type { LabFile, LabFileInput } from '../files/index.ts'
import type { FlowReporter, Tap } from '../traffic/index.ts'
import { CertificatesPart } from './certificates-part.ts'
import { CommunicationsPart } from './communications-part.ts'
import { ConfigurationPart } from './configuration-part.ts'
import { DirectoryPart } from './directory-part.ts'
import { DispatcherPart } from './dispatcher-part.ts'
import type { Environments } from './environments.ts'
import { type Part, type PartName, RunningParts } from './part.ts'
import { ServiceInstance } from './service-instance.ts'
import { WirelessPart } from './wireless-part.ts'

/** The instances of the Collaboration Service, and the assignment of devices to them. */
export interface ServiceInstances {
  /** At least one unique name. */
  names: readonly string[]
  /** The name of the instance that serves a device. Must always return the same one. */
  serving(pin: string): string
}

/** The default: one instance. */
export const oneInstance: ServiceInstances = { names: ['service-1'], serving: () => 'service-1' }

export interface SiteOptions {
  clock: Clock
  tap: Tap
  flow: FlowReporter
  generator: Generator
  faults: Faults
  /** The explicit content of the lab file. */
  input: LabFileInput
  file: LabFile
  /** Base folder of relative paths in the lab file. */
  baseFolder: string
  /** Path of the Configuration Database, or `memory`. */
  location: string
  /** What another database held, with which this new one begins. */
  databaseContent: DatabaseContent | null
  /** Folder of this install's certificates and keys. Null keeps them in memory only. */
  installFolder: string | null
  /** Port of listeners without a port in the lab file. Undefined: each has its usual port. */
  defaultPort: number | undefined
  instances: ServiceInstances
  environments: Environments
  /** Whether the device exists and is activated. */
  hasDevice(pin: string): boolean
  /** The service's copies of the transport keys. */
  keyRing(pin: string): KeyRing | undefined
  serviceEvents(instance: () => ServiceInstance): ServiceEvents
  report(level: NoticeLevel, part: NoticePart, notice: Notice): void
}

const usualPorts = { dispatcher: 3101, communicationsServer: 5061, directory: 10_389 }

/** The parts of a lab: the servers, the instances of the Collaboration Service, Dispatcher and wireless network. */
export class Site {
  readonly configuration: ConfigurationPart
  readonly certificates: CertificatesPart
  readonly directory: DirectoryPart
  readonly communications: CommunicationsPart
  readonly services: readonly ServiceInstance[]
  readonly dispatcher: DispatcherPart
  readonly wireless: WirelessPart
  readonly #options: SiteOptions
  readonly #servicesByName: ReadonlyMap<string, ServiceInstance>

  constructor(options: SiteOptions) {
    this.#options = options
    const { clock, file, faults, generator, input, keyRing, location, report, tap } = options
    const { gates } = faults
    const warn = (part: NoticePart) => (notice: Notice) => report('warning', part, notice)
    this.configuration = new ConfigurationPart({
      clock,
      faults: gates.database,
      location,
      input,
      file,
      content: options.databaseContent,
      onRepair: warn('database'),
    })
    this.certificates = new CertificatesPart({ folder: options.installFolder, dns: file.domain.dns })
    const { certificates, configuration } = this
    this.directory = new DirectoryPart({
      clock,
      file,
      port: this.#portOf('directory'),
      faults: gates.directory,
      certificates,
      configuration,
      onProblem: warn('directory'),
    })
    this.communications = new CommunicationsPart({
      clock,
      file,
      port: this.#portOf('communicationsServer'),
      faults: gates.communicationsServer,
      certificates,
      configuration,
      product: () => this.#environment.product,
      isTrustedAddress: (address, port) =>
        this.services.some((service) => service.ownerOf(`${address}:${port}`) === 'service'),
      isVouchedFor: (address, port) =>
        this.services.some((service) => service.ownerOf(`${address}:${port}`) !== null),
      onProblem: warn('communications'),
    })
    this.services = options.instances.names.map((name, index) => this.#createService(name, index))
    this.#servicesByName = new Map(this.services.map((service) => [service.name, service]))
    this.dispatcher = new DispatcherPart({
      clock,
      tap,
      flow: options.flow,
      listen: { host: file.dispatcher.listen.host, port: this.#portOf('dispatcher') },
      configuration,
      keyRing,
      services: this.services.map(({ service }) => service),
      serviceOf: (pin) => this.serviceOf(pin).service,
      faults: gates.dispatcher,
      onProblem: warn('dispatcher'),
    })
    this.wireless = new WirelessPart({
      clock,
      generator: generator.fork('wireless'),
      faults: gates.wireless,
      configuration,
      dispatcher: () => this.dispatcher.dispatcher,
      onProblem: warn('wireless'),
    })
  }

  get #parts(): readonly Part[] {
    const { certificates, communications, configuration, directory, dispatcher, services, wireless } = this
    return [configuration, certificates, directory, communications, ...services, dispatcher, wireless]
  }

  /** Combines the parts of the site with others. @param others the lab's own parts */
  parts(others: readonly Part[]): RunningParts {
    return new RunningParts([...this.#parts, ...others], (part: PartName, thrown) =>
      this.#options.report('error', part, { code: 'stop-failed', facts: { cause: causeOf(thrown) } }),
    )
  }

  /** The instance that serves a device. */
  serviceOf(pin: string): ServiceInstance {
    return this.service(this.#options.instances.serving(pin))
  }

  /** @throws {Failure} if there is no such instance */
  service(name: string): ServiceInstance {
    const service = this.#servicesByName.get(name)
    if (service) return service
    throw new Failure('unknown-instance', { name })
  }

  /** The process flow of a login in the current environment. */
  get processFlow(): ProcessFlow {
    return processFlowOf(this.#environment.flow)
  }

  /** The addresses on which the lab accepts connections. */
  get endpoints() {
    return {
      dispatcher: this.dispatcher.describe().endpoint,
      communicationsServer: this.communications.describe().endpoint,
      directory: this.directory.describe().endpoint,
    }
  }

  /** Applies the faults to all parts. */
  async applyFaults(): Promise<void> {
    for (const part of this.#parts) await part.applyFaults?.()
  }

  /**
   * Restarts the Communications Server on its port and registers all sessions again, after a change of transport or environment.
   * The transport of an external server is fixed in the lab file, so for that only a change of environment matters.
   */
  async reconnect({ isOtherEnvironment }: { isOtherEnvironment: boolean }): Promise<void> {
    if (this.communications.isExternal && !isOtherEnvironment) return
    await this.communications.restart()
    for (const service of this.services) await service.reconnect()
  }

  /** @throws {Failure} if the place is a server outside the lab */
  refuseExternal(at: FaultPlace): void {
    if (at === 'service' && this.communications.isExternal) {
      throw new Failure('external-server', { asked: 'service-certificate' })
    }
    if (
      (at === 'directory' && this.directory.isExternal) ||
      (at === 'communicationsServer' && this.communications.isExternal)
    ) {
      throw new Failure('external-server', { asked: 'break-it' })
    }
  }

  /** The current environment. */
  get #environment(): EnvironmentDefinition {
    return this.#options.environments[this.configuration.settings.view.environment]
  }

  #portOf(part: keyof typeof usualPorts): number {
    const { defaultPort, file } = this.#options
    return file[part].listen.port ?? defaultPort ?? usualPorts[part]
  }

  #createService(name: string, index: number): ServiceInstance {
    const { faults, generator, serviceEvents } = this.#options
    const isFirst = index === 0
    const { certificates, communications, configuration, directory } = this
    return new ServiceInstance({
      ...this.#options,
      name,
      sessionPrefix: isFirst ? '' : `${name}-`,
      generator: generator.fork(isFirst ? 'connections' : `connections ${name}`),
      faults: { service: faults.gateOf('service', name) },
      certificates,
      communications,
      configuration,
      directory,
      events: serviceEvents(() => this.service(name)),
    })
  }
}
