import type { LabClock, PacedClock } from '../clock/index.ts'
import type { ConfigurationDatabase } from '../configuration/index.ts'
import type { LabFile, LabFileInput } from '../files/index.ts'
import type { HistoryLog } from '../history/index.ts'
import type { LogBook } from '../log/index.ts'
import type { LiveSettings, People, Site } from '../site/index.ts'
import type { Capture, TrafficReaders } from '../traffic/index.ts'
import type { Bench } from './bench.ts'
import type { BranchDesk } from './branch-host.ts'
import type { ChartRecorder } from './chart-recorder.ts'
import type { DemoStage } from './demo-commands.ts'
import type { Desktops } from './desktops.ts'
import type { EventStream } from './event-stream.ts'
import type { FaultControl } from './fault-control.ts'
import type { FlowLog } from './flow-log.ts'
import type { FrameMarks } from './frame-marks.ts'
import type { LabPast } from './lab-past.ts'
import type { LessonDesk } from './lesson-commands.ts'
import type { NoticeBoard } from './notice-board.ts'
import type { Recordings } from './recordings.ts'
import type { ScenarioDesk } from './scenario-commands.ts'
import type { LoadSnapshotHost } from './snapshot-host.ts'
import type { LoadStudio, ScenarioRun } from './studio.ts'

/** The parts of a running lab that the API uses. */
export interface LabParts {
  clock: LabClock
  /** The same clock if people can control it. Null in virtual time. */
  pacedClock: PacedClock | null
  file: LabFile
  /** The lab file as it was written. */
  input: LabFileInput
  history: HistoryLog
  /** Lab time at which the lab started. */
  startMs: number
  /** The location of the Configuration Database, for display. */
  databaseName: string
  database: ConfigurationDatabase
  events: EventStream
  flows: FlowLog
  notices: NoticeBoard
  capture: Capture
  readers: TrafficReaders
  marks: FrameMarks
  recordings: Recordings
  settings: LiveSettings
  people: People
  site: Site
  faultControl: FaultControl
  bench: Bench
  charts: ChartRecorder
  log: LogBook
  desktops: Desktops
  demos: DemoStage
  lessons: LessonDesk
  branches: BranchDesk
  snapshots: LoadSnapshotHost | null
  past: LabPast
  onKeepsHistory(keepsHistory: boolean): void
  scenarios: ScenarioDesk
  studio: LoadStudio | null
  scenarioRun: ScenarioRun | null
}
