import {
  type CertificateKind,
  type CommandInput,
  type ConditionsView,
  certificateFault,
  certificateFaults,
  certificateShown,
  type FaultKind,
  type FaultPlace,
  type FaultView,
  type Notice,
  type StandingFault,
} from '#contract'
import { SerialQueue } from '../base/index.ts'
import { type Clock, holding } from '../clock/index.ts'
import type { FaultChange, Faults } from '../faults/index.ts'
import type { Part, Site } from '../site/index.ts'
import type { EventStream } from './event-stream.ts'

export interface FaultControlOptions {
  clock: Clock
  faults: Faults
  site: Site
  events: EventStream
  report(notice: Notice): void
  /** Called with the faults as they are now. */
  changed(faults: readonly StandingFault[]): void
}

/**
 * Sets and clears faults. The gate at each place applies them to single connections and requests. This class applies them to the
 * parts as a whole: whether they listen, and which certificate they show. The conditions in the window are views of the same
 * faults as switches.
 */
export class FaultControl implements Part {
  readonly part = 'faults'
  readonly #options: FaultControlOptions
  /** Changes run one after the other; otherwise two could start the same listener. */
  readonly #changes = new SerialQueue()

  constructor(options: FaultControlOptions) {
    this.#options = options
    options.faults.onChanged = (change) => this.#changed(change)
  }

  /** Clears all faults, which would prevent the other parts from stopping normally. */
  drain(): Promise<void> {
    return this.clear()
  }

  describe() {
    return {}
  }

  get faults(): StandingFault[] {
    return this.#options.faults.all()
  }

  /** Emits the faults as they are now. */
  emit(): void {
    const { changed, events } = this.#options
    changed(this.faults)
    // Faults last: the mark of a fault on the time line is their event, and who looks back to it must see the conditions too.
    events.emit('conditions', () => ({ type: 'conditions', conditions: this.conditions }))
    events.emit('faults', () => ({ type: 'faults', faults: this.faults }))
  }

  get conditions(): ConditionsView {
    const { communicationsServer, directory, service } = this.#options.faults.gates
    return {
      isDirectoryUp: !directory.isShut,
      isCommunicationsServerUp: !communicationsServer.isShut,
      serverCertificate: certificateShown('communicationsServer', communicationsServer.certificate),
      serviceCertificate: certificateShown('service', service.certificate),
    }
  }

  /** Sets a fault. @throws {Failure} if the place is a server outside the lab */
  set(fault: FaultView): Promise<void> {
    return this.#change(async () => this.#break(fault))
  }

  /** Clears one kind of fault at a place, or all faults there. With an instance, only those of that instance. */
  mend(at: FaultPlace, kind: FaultKind | null, instance: string | null): Promise<void> {
    return this.#change(async () => {
      const { faults } = this.#options
      for (const fault of faults.all()) {
        if (fault.at !== at || (kind !== null && fault.kind !== kind)) continue
        faults.end(at, fault.kind, instance ?? undefined)
      }
    })
  }

  /** Lets what is held at a place go on. */
  release(at: FaultPlace, isOldestOnly: boolean): void {
    this.#options.faults.release(at, { isOldestOnly })
  }

  /** Clears all faults. */
  clear(): Promise<void> {
    return this.#change(async () => this.#options.faults.clear())
  }

  /** Sets the given conditions. @throws {Failure} if a condition belongs to a server outside the lab */
  setConditions(changes: Partial<ConditionsView>): Promise<void> {
    return this.#change(async () => {
      const before = this.conditions
      const { isCommunicationsServerUp, isDirectoryUp, serverCertificate, serviceCertificate } = {
        ...before,
        ...changes,
      }
      if (isDirectoryUp !== before.isDirectoryUp) this.#setUp('directory', isDirectoryUp)
      if (isCommunicationsServerUp !== before.isCommunicationsServerUp) {
        this.#setUp('communicationsServer', isCommunicationsServerUp)
      }
      if (serverCertificate !== before.serverCertificate) {
        this.#show('communicationsServer', serverCertificate)
      }
      if (serviceCertificate !== before.serviceCertificate) this.#show('service', serviceCertificate)
    })
  }

  /** A fault began, hit or ended by itself: applies that to the parts too. */
  #changed({ change, fault }: FaultChange): void {
    const { clock, report } = this.#options
    if (change === 'counted') return this.emit()
    const { at, instance = null, kind } = fault
    const facts = { place: at, kind, instance }
    if (change === 'begun') report({ code: 'fault-begun', facts })
    else
      report({ code: 'fault-over', facts: { ...facts, by: change === 'over-by-count' ? 'count' : 'time' } })
    const applied = this.#change(async () => {}).then(() => this.emit())
    // Lab time must not pass before the listener of the place follows.
    void holding(clock, applied)
  }

  #setUp(at: 'directory' | 'communicationsServer', isUp: boolean): void {
    if (isUp) this.#options.faults.end(at, 'down')
    else this.#break({ at, kind: 'down' })
  }

  #show(at: FaultPlace, certificate: CertificateKind): void {
    for (const kind of certificateFaults) this.#options.faults.end(at, kind)
    const fault = certificateFault(at, certificate)
    if (fault !== null) this.#break(fault)
  }

  #break(fault: FaultView): void {
    this.#options.site.refuseExternal(fault.at)
    this.#options.faults.set(fault)
  }

  /** Changes the faults, then applies them to the parts. */
  #change(make: () => Promise<void>): Promise<void> {
    return this.#changes.run(async () => {
      await make()
      await this.#apply()
    })
  }

  /** Applies the faults to the parts. Holds lab time, since listening, closing and making keys take only real time. */
  #apply(): Promise<void> {
    const { clock, site } = this.#options
    return holding(clock, site.applyFaults())
  }
}

/** Commands that set and clear faults. */
export function faultCommands({ faultControl }: { faultControl: FaultControl }) {
  return {
    'faults.set': async (input: CommandInput<'faults.set'>) => {
      await faultControl.set(input)
      faultControl.emit()
      return faultControl.faults
    },
    'faults.mend': async ({ at, kind, instance }: CommandInput<'faults.mend'>) => {
      await faultControl.mend(at, kind, instance)
      faultControl.emit()
      return faultControl.faults
    },
    'faults.release': async ({ at, isOldestOnly }: CommandInput<'faults.release'>) => {
      faultControl.release(at, isOldestOnly)
      return faultControl.faults
    },
    'faults.clear': async () => {
      await faultControl.clear()
      faultControl.emit()
      return faultControl.faults
    },
    'conditions.set': async (input: CommandInput<'conditions.set'>) => {
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      await faultControl.setConditions(given)
      faultControl.emit()
      return faultControl.conditions
    },
  }
}
