import type { LabApi, Transport } from '#contract'
import type { Endpoint } from '../base/node/index.ts'
import type { LabClock } from '../clock/index.ts'
import type { DatabaseContent } from '../configuration/index.ts'
import type { LabFileInput } from '../files/index.ts'
import type { HistoryFile } from '../history/index.ts'
import type { Environments, ServiceInstances } from '../site/index.ts'
import type { TrafficRecorder } from '../traffic/index.ts'
import type { LoadBranchHost } from './branch-host.ts'
import type { LoadDemoPlayer } from './demo-player.ts'
import type { LabRecords } from './lab-records.ts'
import type { LoadLessonHost } from './lesson-host.ts'
import type { LoadScenarioMaker } from './scenario-maker.ts'
import type { LoadSnapshotHost } from './snapshot-host.ts'
import type { LoadStudio, ScenarioRun } from './studio.ts'

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
  /** What another database held, with which this lab's new one begins. */
  databaseContent?: DatabaseContent | null
  /** The instances of the Collaboration Service, by default one. */
  instances?: ServiceInstances
  /** The environments that the service can be set up for, by default all of Bramble's. */
  environments?: Environments
  /** Receives the traffic from the first byte on. The caller closes it after the lab has stopped. */
  captureFile?: TrafficRecorder
  /** Runs scenarios of the library in the lab. Absent: it has none. */
  demos?: LoadDemoPlayer
  /** Scenario files that the window edits and runs in labs of their own. Absent: there are none. */
  studio?: LoadStudio
  /** The scenario that is run in this lab, from outside. */
  scenarioRun?: ScenarioRun
  /** Offers lessons, or takes one, in the lab. Absent: it has none. */
  lessons?: LoadLessonHost
  /** Whether a lab that people watch keeps its past, so that they can look back. Default: as it keeps its history. */
  keepsPast?: boolean
  /** Whether the lab keeps in memory what happens in it, so that it can be repeated. Default: yes. */
  keepsHistory?: boolean
  /** Called when somebody changes whether the lab keeps its history, for those who remember it. */
  onKeepsHistory?(keepsHistory: boolean): void
  /** Makes scenarios of what was done in the lab. Absent: nobody does. */
  scenarios?: LoadScenarioMaker
  /** Keeps snapshots of the lab by name. Absent: nobody does. */
  snapshots?: LoadSnapshotHost
  /** Starts labs beside this one that take another turn. Absent: nobody does. */
  branches?: LoadBranchHost
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
  /** Writes the lab's history into a file as it grows, from its start. @throws {Failure} `history-not-written` */
  recordInto(path: string): HistoryFile
  /** Stops all parts in order: notifies handhelds with `service-stopped`, closes connections, then the database. */
  stop(): Promise<void>
}
