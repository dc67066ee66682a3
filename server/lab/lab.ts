import type { LabApi, LayerView, RecordingView, ServiceView, Transport } from '#contract'
import type { Endpoint } from '../base/node/index.ts'
import type { LabClock } from '../clock/index.ts'
import type { LabFileInput } from '../files/index.ts'
import type { DoneCommand, HistoryLog } from '../history/index.ts'
import type { Environments, ServiceInstances } from '../site/index.ts'
import type { KeptFrame, KeptFramesQuery, TrafficRecorder } from '../traffic/index.ts'

export interface LabOptions {
  /** The explicit content of the lab file. Settings that it leaves out have the last saved value or the default. */
  file?: LabFileInput
  /** Base folder of relative paths in the lab file, such as that of the database. */
  baseFolder?: string
  /** The clock of lab time. By default it follows real time and people can control it. */
  clock?: LabClock
  /** Folder of this install's certificates and keys (private files, 0600). Null keeps them in memory only. */
  installFolder: string | null
  /** Port for listeners without a configured port. The labs of scenarios use 0 (any free port). */
  defaultPort?: number
  /** Database if the lab file names none: a file, or `memory`. */
  defaultDatabase?: string
  /** The instances of the Collaboration Service, by default one. */
  instances?: ServiceInstances
  /** The environments that the service can be set up for, by default all of Bramble's. */
  environments?: Environments
  /** Receives the traffic from the first byte on. The caller closes it after the lab has stopped. */
  captureFile?: TrafficRecorder
  /** Runs scenarios of the library in the lab. Absent: it has none. */
  demos?: LoadDemoPlayer
  /** Offers lessons, or takes one, in the lab. Absent: it has none. */
  lessons?: LoadLessonHost
  /** Whether a lab that people watch keeps its past, so that they can look back. Default: yes. */
  keepsPast?: boolean
}

import type { LoadDemoPlayer } from './demo-player.ts'
import type { LoadLessonHost } from './lesson-host.ts'

/** What a lab keeps that exports are made of, besides what its API tells. */
export interface LabRecords {
  /** Reads the frames that match, oldest first. @throws {Failure} `bad-filter` */
  frames(query: KeptFramesQuery): AsyncIterable<KeptFrame>
  readonly keptFrames: { first: number; last: number; dropped: number }
  /** The name of a handheld, also of one that was removed. */
  nameOf(pin: string): string
  /** The layers of a frame, with passwords and keys masked. */
  layersOf(frame: KeptFrame['frame']): LayerView[]
  /** The recording that the window began, as far as it is written. @throws {Failure} `no-recording` */
  recording(): { format: RecordingView['format']; content: AsyncIterable<Uint8Array> }
  /** The lab file as it was written, with passwords. */
  readonly file: LabFileInput
  /** The settings with which the lab started. */
  readonly serviceAtStart: ServiceView
  /** What was done to the lab, with the passwords that were typed. */
  commands(): { done: DoneCommand[]; dropped: number }
  /** What happened in the lab since it started. */
  readonly history: HistoryLog
  /** Lab time at which it had started. */
  readonly startMs: number
}

/** A running lab, whose servers accept connections. */
export interface Lab {
  readonly api: LabApi
  /** The time zone in which its log says when. */
  readonly timeZone: string
  readonly clock: LabClock
  readonly records: LabRecords
  readonly endpoints: {
    dispatcher: Endpoint
    communicationsServer: Endpoint & { transport: Transport }
    directory: Endpoint
  }
  /** File with the certificate of the lab's authority, for other programs that should trust it. Null: it is in memory only. */
  readonly caFile: string | null
  /** Count of random numbers drawn so far. Two labs with the same seed and count continue identically. */
  drawn(): number
  /** Current number of dialogs and requests of its sessions at port 5061, for tests that none is left behind. */
  readonly kept: { readonly dialogs: number; readonly asked: number; readonly toAnswer: number }
  /** Posts a notice about an uncaught exception, after which the lab continues. */
  reportUnexpected(thrown: unknown): void
  /** Tells settings, faults, users and sessions once more by events, for faces from which something was kept back. */
  retell(): Promise<void>
  /** Writes all traffic from now on to a file until the file is closed. */
  captureInto(file: TrafficRecorder): void
  /** Stops all parts in order: notifies handhelds with `service-stopped`, closes connections, then the database. */
  stop(): Promise<void>
}
