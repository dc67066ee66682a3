import type { LabApi, Transport } from '#contract'
import type { Endpoint } from '../base/node/index.ts'
import type { Clock, PacedClock } from '../clock/index.ts'
import type { LabFileInput } from '../files/index.ts'
import type { Environments, ServiceInstances } from '../site/index.ts'
import type { CaptureFile } from '../traffic/index.ts'

export interface LabOptions {
  /** What the lab file says explicitly; what it leaves out is as last saved, or the default. */
  file?: LabFileInput
  /** Folder from which relative paths of the lab file (the database) start. */
  baseFolder?: string
  /** Lab time that is held back to real time, and that people may pass by hand, unless told. */
  clock?: Clock | PacedClock
  /** Where this install keeps its certificates and keys (private files, 0600); null keeps them in memory only. */
  installFolder: string | null
  /** Port for every listener whose port is not told: a scenario's lab takes 0 (any free one). */
  defaultPort?: number
  /** Database when the file names none: a file, or `memory`. */
  defaultDatabase?: string
  /** The instances of the Collaboration Service; one unless told. */
  instances?: ServiceInstances
  /** The environments that the service can be set up for; those that Bramble has unless told. */
  environments?: Environments
  /** Gets the traffic from the first byte on. Whoever opened it closes it, once the lab has stopped. */
  captureFile?: CaptureFile
}

/** A running lab: everything accepts connections. */
export interface Lab {
  readonly api: LabApi
  readonly clock: Clock
  readonly endpoints: {
    dispatcher: Endpoint
    communicationsServer: Endpoint & { transport: Transport }
    directory: Endpoint
  }
  /** A file with the certificate of the lab's own authority, for programs outside that are to trust it; null: none is kept. */
  readonly caFile: string | null
  /** How many numbers its generator has given: two labs that have drawn the same from one seed go on alike. */
  drawn(): number
  /** How many dialogs and requests its sessions keep at port 5061 at the moment, for tests that nothing stays behind. */
  readonly kept: { readonly dialogs: number; readonly asked: number; readonly toAnswer: number }
  /** Tells of an exception that nobody caught, after which the lab goes on. */
  reportUnexpected(thrown: unknown): void
  /** Gives all traffic from now on to a file, until that is closed. One at a time. */
  captureInto(file: CaptureFile): void
  /** Ends every part in order: handhelds are told `service-stopped`, connections closed, the database too. */
  stop(): Promise<void>
}
