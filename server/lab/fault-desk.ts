import type { CertificateKind, ConditionsView, FaultKind, FaultPlace, FaultView } from '#contract'
import { type Clock, holding } from '../clock/index.ts'
import type { Dispatcher, SrpIdentity } from '../dispatcher/index.ts'
import {
  type CertificateFault,
  type Faults,
  serverCertificateFaults,
  serviceCertificateFaults,
} from '../faults/index.ts'
import type { BackEnds } from '../site/index.ts'
import { startRivalServer, type WirelessNetwork } from '../wireless/index.ts'

export interface FaultDeskOptions {
  clock: Clock
  faults: Faults<FaultView>
  backEnds: BackEnds
  dispatcher: Pick<Dispatcher, 'suspend' | 'resume' | 'endpoint'>
  network: Pick<WirelessNetwork, 'outageChanged' | 'claimBack'>
  srp: SrpIdentity
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
export class FaultDesk {
  readonly #options: FaultDeskOptions
  /** Each change waits for the one before, or two would start one listener. */
  #lastChange: Promise<unknown> = Promise.resolve()

  /** The one that the network was last told of: it draws anew for each. */
  #outage: object | undefined
  /** Ends the second server with the SRP ID of this one; null: there is none. */
  #endRival: (() => void) | null = null

  constructor(options: FaultDeskOptions) {
    this.#options = options
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

  /** Mends one kind of thing at a place, or everything there. */
  mend(at: FaultPlace, kind: FaultKind | null): Promise<void> {
    return this.#change(async () => {
      const { faults } = this.#options
      for (const fault of faults.all()) {
        if (fault.at === at && (kind === null || fault.kind === kind)) faults.end(at, fault.kind)
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
    this.#options.backEnds.refuseExternal(fault.at)
    this.#options.faults.set(fault)
  }

  /** Makes a change, then brings the parts in line with it. */
  #change(make: () => Promise<void>): Promise<void> {
    const turn = this.#lastChange.then(make).then(() => this.#apply())
    this.#lastChange = turn.catch(() => {})
    return turn
  }

  async #apply(): Promise<void> {
    const { backEnds, clock, dispatcher, faults, network } = this.#options
    await backEnds.applyFaults()
    await holding(clock, faults.gates.dispatcher.isShut ? dispatcher.suspend() : dispatcher.resume())
    await this.#applyClaim()
    const outage = faults.gates.wireless.find('down')
    if (outage === this.#outage) return
    this.#outage = outage
    network.outageChanged()
  }

  /** A second server claims the SRP ID of this one, or has let go of it. */
  async #applyClaim(): Promise<void> {
    const { clock, dispatcher, faults, network, srp } = this.#options
    const isClaimed = faults.gates.wireless.find('srp-id-claimed') !== undefined
    if (isClaimed === (this.#endRival !== null)) return
    if (isClaimed) {
      this.#endRival = await startRivalServer({ clock, dispatcher: dispatcher.endpoint, srp })
      return
    }
    this.#endRival?.()
    this.#endRival = null
    network.claimBack()
  }
}
