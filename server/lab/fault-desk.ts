import type { CertificateKind, ConditionsView, FaultKind, FaultPlace, FaultView } from '#contract'
import { SerialQueue } from '../base/index.ts'
import { type Clock, holding } from '../clock/index.ts'
import {
  type CertificateFault,
  type Faults,
  serverCertificateFaults,
  serviceCertificateFaults,
} from '../faults/index.ts'
import type { Part, Site } from '../site/index.ts'

export interface FaultDeskOptions {
  clock: Clock
  faults: Faults<FaultView>
  site: Site
}

type ServerCertificateFault = (typeof serverCertificateFaults)[number]

/** The certificates that the window's switches name, by the faults behind them. */
const certificateKinds = {
  'certificate-expired': 'expired',
  'certificate-untrusted': 'untrusted',
  'certificate-name': 'wrong-name',
  'certificate-missing': 'missing',
} as const satisfies Record<CertificateFault, CertificateKind>

/**
 * Where things are broken on purpose and mended. What a fault does to single connections and requests is the work of its
 * place's gate; here is what concerns a part as a whole: whether it listens, and which certificate it shows. The window's
 * conditions are faults too, seen as switches.
 */
export class FaultDesk implements Part {
  readonly part = 'faults'
  readonly #options: FaultDeskOptions
  /** Each change waits for the one before, or two would start one listener. */
  readonly #changes = new SerialQueue()

  constructor(options: FaultDeskOptions) {
    this.#options = options
  }

  /** Mends everything: what is broken would keep the other parts from ending in order. */
  drain(): Promise<void> {
    return this.clear()
  }

  describe() {
    return {}
  }

  get faults(): FaultView[] {
    return [...this.#options.faults.all()]
  }

  get conditions(): ConditionsView {
    const { communicationsServer, directory, service } = this.#options.faults.gates
    const shown = serverCertificateFaults.find((kind) => communicationsServer.certificate === kind)
    const own = serviceCertificateFaults.find((kind) => service.certificate === kind)
    return {
      isDirectoryUp: !directory.isShut,
      isCommunicationsServerUp: !communicationsServer.isShut,
      serverCertificate: shown === undefined ? 'valid' : certificateKinds[shown],
      serviceCertificate: own === undefined ? 'valid' : certificateKinds[own],
    }
  }

  /** @throws {Failure} at a server outside the lab */
  set(fault: FaultView): Promise<void> {
    return this.#change(async () => this.#break(fault))
  }

  /** Mends one kind of fault at a place, or everything there; at one instance only, where it is named. */
  mend(at: FaultPlace, kind: FaultKind | null, instance: string | null): Promise<void> {
    return this.#change(async () => {
      const { faults } = this.#options
      for (const fault of faults.all()) {
        if (fault.at !== at || (kind !== null && fault.kind !== kind)) continue
        faults.end(at, fault.kind, instance ?? undefined)
      }
    })
  }

  /** Mends everything. */
  clear(): Promise<void> {
    return this.#change(async () => this.#options.faults.clear())
  }

  /** Turns switches; those that are left out stay as they are. @throws {Failure} at a server outside the lab */
  setConditions(changes: Partial<ConditionsView>): Promise<void> {
    return this.#change(async () => {
      const before = this.conditions
      const { isCommunicationsServerUp, isDirectoryUp, serverCertificate, serviceCertificate } = {
        ...before,
        ...changes,
      }
      if (isDirectoryUp !== before.isDirectoryUp) this.#turn('directory', 'down', !isDirectoryUp)
      if (isCommunicationsServerUp !== before.isCommunicationsServerUp) {
        this.#turn('communicationsServer', 'down', !isCommunicationsServerUp)
      }
      if (serverCertificate !== before.serverCertificate) {
        for (const kind of serverCertificateFaults) {
          this.#turn('communicationsServer', kind, certificateKinds[kind] === serverCertificate)
        }
      }
      if (serviceCertificate !== before.serviceCertificate) {
        for (const kind of serviceCertificateFaults) {
          if (certificateKinds[kind] === serviceCertificate) this.#break({ at: 'service', kind })
          else this.#options.faults.end('service', kind)
        }
      }
    })
  }

  #turn(
    at: 'directory' | 'communicationsServer',
    kind: 'down' | ServerCertificateFault,
    isBroken: boolean,
  ): void {
    if (isBroken) this.#break({ at, kind })
    else this.#options.faults.end(at, kind)
  }

  #break(fault: FaultView): void {
    this.#options.site.refuseExternal(fault.at)
    this.#options.faults.set(fault)
  }

  /** Makes a change, then brings the parts in line with it. */
  #change(make: () => Promise<void>): Promise<void> {
    return this.#changes.run(async () => {
      await make()
      await this.#apply()
    })
  }

  /** Listening, closing and making keys are the machine's work: no lab time passes. */
  #apply(): Promise<void> {
    const { clock, site } = this.#options
    return holding(clock, site.applyFaults())
  }
}
